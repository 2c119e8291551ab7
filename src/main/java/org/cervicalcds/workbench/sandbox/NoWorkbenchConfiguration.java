package org.cervicalcds.workbench.sandbox;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Without the sandbox there is no workbench either: its page and scripts are not found. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "cervical-cds.sandbox.enabled", havingValue = "false")
public class NoWorkbenchConfiguration {

    /** The root of the service is forwarded to the page. */
    @Bean
    FilterRegistrationBean<Filter> noWorkbench() {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) ->
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND));
        registration.addUrlPatterns("/index.html", "/js/*", "/webjars/*", "/orders.json", "/additions.json");
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD));
        return registration;
    }
}
