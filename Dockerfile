# Cervical CDS as a container: built on a JDK, run on a runtime that is linked of it, with an ahead-of-time cache.
# The tags fix the JDK release and the Ubuntu underneath (24.04 is noble). Digests are not named: they change with every rebuild of
# the bases for security fixes, which a rebuild of this image is to get. Who must have the same image again names them here.

FROM eclipse-temurin:25.0.4_7-jdk-noble AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
COPY cds-cards cds-cards
# Options of all JVMs of this stage, for a build behind a proxy or with a certificate authority of one's own: docs/operations.md.
ARG JAVA_TOOL_OPTIONS
# Tests and formatting are the business of ./mvnw verify; this stage only packages.
RUN --mount=type=cache,target=/maven --mount=type=secret,id=truststore \
    MAVEN_USER_HOME=/maven ./mvnw -q -B -Dmaven.repo.local=/maven/repository -Daether.connector.http.useSystemProperties=true \
        package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    && cp target/cervical-cds.jar app.jar \
    && java -Djarmode=tools -jar app.jar extract --layers --destination extracted
# "--build-arg SANDBOX=no" leaves out what only the embedded FHIR sandbox needs, which production does not switch on.
ARG SANDBOX=yes
RUN [ "$SANDBOX" != no ] || (cd extracted/dependencies/lib \
    && rm hapi-fhir-*.jar org.hl7.fhir.*.jar commons-collections4-*.jar commons-text-*.jar guava-*.jar listenablefuture-*.jar)
# A third smaller than the JRE: what Java SE has, and of the JDK's own modules those that the service and its libraries use.
RUN jlink --output /runtime --compress zip-6 --no-man-pages --no-header-files --generate-cds-archive \
    --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs


FROM ubuntu:24.04
LABEL org.opencontainers.image.title="Cervical CDS" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --system --gid 10001 cervical-cds \
    && useradd --system --uid 10001 --gid cervical-cds --home-dir /app --no-create-home --shell /usr/sbin/nologin cervical-cds \
    && install --directory --owner=cervical-cds --group=cervical-cds /app/data

COPY --from=build /runtime /opt/java
ENV JAVA_HOME=/opt/java \
    PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8

# The address is set whatever the profile: a container that listens at its loopback cannot be reached.
ENV SPRING_PROFILES_ACTIVE=production \
    SERVER_ADDRESS=0.0.0.0 \
    CERVICAL_CDS_SANDBOX_ENABLED=false

WORKDIR /app
COPY LICENSE NOTICE deploy/container/start.sh ./
# What changes least comes first, so that a new version of the service is a small layer.
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/spring-boot-loader/ ./
COPY --from=build /build/extracted/snapshot-dependencies/ ./
COPY --from=build /build/extracted/application/ ./

# The training run for the cache: same JVM, folder and class path as the real run, else the JVM would refuse the cache.
# It stops before the service listens; its database lives in memory and its data folder goes with the layer, so that no key of it
# stays in the image. It serves nobody, so it may start without clients.
RUN SPRING_DATASOURCE_URL=jdbc:h2:mem:training \
    CERVICAL_CDS_DATA=/tmp/training \
    CERVICAL_CDS_SECURITY_ACKNOWLEDGE_UNSAFE=no-client,no-public-url,no-allow-list,no-sign-off \
    java -XX:+UseSerialGC -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar app.jar \
    && rm -rf /tmp/training \
    && test -z "$(ls -A /app/data)"

USER 10001:10001
VOLUME /app/data
EXPOSE 8080

# The base image has neither curl nor wget, and the runtime cannot compile a source file; bash can open the connection itself
# and costs no second JVM every half minute.
HEALTHCHECK --interval=30s --timeout=4s --start-period=60s --retries=3 \
    CMD ["timeout", "3", "bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}\" && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && echo \"$status\" && [[ $status == *' 200'* ]]"]

# JVM options for one installation go into JDK_JAVA_OPTIONS. The collector is the one that the JVM takes by itself where memory is short or there is one
# processor; the cache is made for it. Half of the memory is heap: beside it the JVM takes some 200 MB, and with more heap the kernel ends a container of 512 MB
# once long bodies have filled it.
ENTRYPOINT ["/app/start.sh", "-XX:+UseSerialGC", "-XX:AOTCache=app.aot", "-XX:MaxRAMPercentage=50", "-jar", "app.jar"]
