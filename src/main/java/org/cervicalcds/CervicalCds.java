package org.cervicalcds;

import org.cervicalcds.sandbox.SandboxConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the service. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(SandboxConfiguration.class)
public class CervicalCds {
    public static void main(String[] args) {
        SpringApplication.run(CervicalCds.class, args);
    }
}
