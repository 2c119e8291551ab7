package org.cervicalcds.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * The usual way: Spring MVC makes a tree of the request, HAPI's parser reads each prefetch value of it, and one rule looks at conditions. Settings are
 * Spring Boot's own; nothing is tuned.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
@Import(HapiServer.Endpoint.class)
public class HapiServer {
    public static void main(String[] args) {
        // The product's application.yaml lies on this class path, too, and is not to be read.
        SpringApplication.run(HapiServer.class, "--server.port=" + args[0], "--spring.config.name=hapi-server");
    }

    /** One CDS service. */
    @RestController
    static class Endpoint {
        private final FhirContext fhir = FhirContext.forR4();

        @PostMapping("/cds-services/{id}")
        Map<String, Object> call(@RequestBody JsonNode request) {
            IParser parser = fhir.newJsonParser();
            boolean spondylitis = false;
            for (JsonNode value : request.path("prefetch")) {
                if (value.isObject() && parser.parseResource(value.toString()) instanceof Bundle bundle) {
                    spondylitis |= bundle.getEntry().stream().anyMatch(entry -> isSpondylitis(entry));
                }
            }
            return Map.of(
                    "cards", spondylitis ? new Object[] {Map.of("summary", "Ankylosing spondylitis")} : new Object[0]);
        }

        private static boolean isSpondylitis(Bundle.BundleEntryComponent entry) {
            if (!(entry.getResource() instanceof Condition condition)) {
                return false;
            }
            for (Coding coding : condition.getCode().getCoding()) {
                if ("9631008".equals(coding.getCode())
                        || String.valueOf(coding.getCode()).startsWith("M45")) {
                    return true;
                }
            }
            return false;
        }
    }
}
