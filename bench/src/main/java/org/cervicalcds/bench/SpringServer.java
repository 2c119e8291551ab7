package org.cervicalcds.bench;

import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What Spring MVC costs by itself: it reads the bytes of a body, looks at none of them, and answers always the same. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class
})
@Import(SpringServer.Endpoint.class)
public class SpringServer {
    public static void main(String[] args) {
        // The product's application.yaml lies on this class path, too, and is not to be read.
        SpringApplication.run(SpringServer.class, "--server.port=" + args[0], "--spring.config.name=spring-server");
    }

    /** One CDS service. */
    @RestController
    static class Endpoint {
        private static final byte[] ANSWER = "{\"cards\":[]}".getBytes(StandardCharsets.US_ASCII);

        @PostMapping("/cds-services/{id}")
        ResponseEntity<byte[]> call(@RequestBody byte[] body) {
            if (body.length == 0) {
                return ResponseEntity.badRequest().build();
            }
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(ANSWER);
        }
    }
}
