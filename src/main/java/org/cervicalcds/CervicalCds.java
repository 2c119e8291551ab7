package org.cervicalcds;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Starts the service. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class CervicalCds {
    public static void main(String[] args) {
        SpringApplication.run(CervicalCds.class, args);
    }
}
