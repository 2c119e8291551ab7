# Cervical CDS as a container: built on a JDK, run on a JRE of the same release with an ahead-of-time cache.
# The noble tags fix the JDK release and the Ubuntu underneath; digests change with every rebuild of the base for security fixes.

FROM eclipse-temurin:25.0.4_7-jdk-noble AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
COPY cds-cards cds-cards
# Tests and formatting are the business of ./mvnw verify; this stage only packages.
RUN --mount=type=cache,target=/maven \
    MAVEN_USER_HOME=/maven ./mvnw -q -B -Dmaven.repo.local=/maven/repository package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    && cp target/cervical-cds.jar app.jar \
    && java -Djarmode=tools -jar app.jar extract --layers --destination extracted


FROM eclipse-temurin:25.0.4_7-jre-noble
LABEL org.opencontainers.image.title="Cervical CDS" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --system --gid 10001 cervical-cds \
    && useradd --system --uid 10001 --gid cervical-cds --home-dir /app --no-create-home --shell /usr/sbin/nologin cervical-cds \
    && install --directory --owner=cervical-cds --group=cervical-cds /app/data

ENV SPRING_PROFILES_ACTIVE=production \
    CERVICAL_CDS_SANDBOX_ENABLED=false

WORKDIR /app
COPY LICENSE NOTICE ./
# What changes least comes first, so that a new version of the service is a small layer.
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/spring-boot-loader/ ./
COPY --from=build /build/extracted/snapshot-dependencies/ ./
COPY --from=build /build/extracted/application/ ./

# The training run for the cache: same JVM, folder and class path as the real run, else the JVM would refuse the cache.
# It stops before the service listens; its database lives in memory so that nothing of it stays in the image.
# It serves nobody, so it may start without clients.
RUN SPRING_DATASOURCE_URL=jdbc:h2:mem:training \
    CERVICAL_CDS_SECURITY_ACKNOWLEDGE_UNSAFE=no-client,no-public-url,no-allow-list,no-sign-off \
    java -XX:+UseSerialGC -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar app.jar

USER 10001:10001
VOLUME /app/data
EXPOSE 8080

# The base image has neither curl nor wget, and the JRE cannot compile a source file; bash can open the connection itself
# and costs no second JVM every half minute.
HEALTHCHECK --interval=30s --timeout=4s --start-period=60s --start-interval=2s --retries=3 \
    CMD ["timeout", "3", "bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}\" && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && echo \"$status\" && [[ $status == *' 200'* ]]"]

# JVM options for one installation go into JDK_JAVA_OPTIONS. The collector is the one that the JVM takes by itself where memory is short or there is one
# processor; the cache is made for it.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:AOTCache=app.aot", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]
