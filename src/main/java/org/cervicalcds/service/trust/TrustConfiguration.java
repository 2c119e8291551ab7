package org.cervicalcds.service.trust;

import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.service.trust.clients.KeySets;
import org.cervicalcds.service.trust.clients.MemoryReplayStore;
import org.cervicalcds.service.trust.clients.ReplayStore;
import org.cervicalcds.service.trust.clients.SecuritySettings;
import org.cervicalcds.service.trust.clients.SharedReplayStore;
import org.cervicalcds.service.trust.clients.TokenVerifier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Wires the filter chains: hook calls, operators, and everything else, of which only what is listed is answered; wants {@link SecuritySettings}, {@link OperatorSettings}, a {@link PublicUrl}, {@link WebOrigins}, {@link AllowedHosts} and a Clock. */
@Configuration(proxyBeanMethods = false)
public class TrustConfiguration {
    /** The workbench may ask FHIR servers of the user's choice; nothing else leaves the page. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; "
            + "connect-src 'self' https: http://localhost:* http://127.0.0.1:*; frame-ancestors 'none'";

    /** Pages that say what the service is and how it is registered, and what they look like. */
    private static final List<RequestMatcher> DESCRIPTIONS =
            paths("/capabilities", "/v3/api-docs/**", "/v3/api-docs.yaml", "/css/**", "/favicon.svg", "/icons.svg");

    /** The workbench, its card book and the FHIR servers that it asks. */
    private static final List<RequestMatcher> SANDBOX = paths(
            "/",
            "/index.html",
            "/js/**",
            "/labels/**",
            "/webjars/dompurify/**",
            "/webjars/marked/**",
            "/orders.json",
            "/additions.json",
            "/card-book/**",
            "/card-book.css",
            "/replay-report",
            "/replay-report.css",
            "/sandbox/**",
            "/fhir/**",
            "/fhir-broken/**");

    /** Only PostgreSQL is shared by replicas; whoever has the embedded database remembers alone anyway. */
    @Bean
    @ConditionalOnMissingBean
    ReplayStore replayStore(
            ObjectProvider<Store> store,
            ObjectProvider<StoreSettings> database,
            SecuritySettings settings,
            Clock clock) {
        ReplayStore own = new MemoryReplayStore(clock);
        Store shared = store.getIfAvailable();
        if (shared == null) {
            return own;
        }
        StoreSettings place = database.getIfAvailable();
        String url = place == null ? null : place.database().url();
        boolean replicas = url != null && url.startsWith("jdbc:postgresql:");
        return replicas && !settings.replayWithoutDatabase() ? shared::firstUse : new SharedReplayStore(own, shared);
    }

    /** The service is ready only once keys were asked for. */
    @Bean
    ApplicationRunner keysBeforeReadiness(Clients clients) {
        return arguments -> clients.prepareKeys();
    }

    @Bean
    MeterBinder clientKeyMeters(Clients clients) {
        return clients::bindTo;
    }

    @Bean
    Clients clients(SecuritySettings settings, Environment environment, Clock clock) {
        return Clients.of(settings, new KeySets(), isProduction(environment), clock);
    }

    /** Refuses what is no clean address or asks for a name that is not allowed (DNS rebinding), before any chain is chosen. */
    @Bean
    HttpFirewall httpFirewall(AllowedHosts hosts) {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(hosts::hold);
        return firewall;
    }

    @Bean
    RequestRejectedHandler rejectedRequests(AllowedHosts hosts) {
        return (request, response, rejection) -> {
            if (hosts.hold(request.getServerName())) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            } else {
                Refusals.unknownHost(response);
            }
        };
    }

    /** The filters are neither timed nor traced one by one: it would cost every call. */
    @Bean
    SecurityObservationSettings noObservationsOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    OperatorAccess operatorAccess(OperatorSettings settings, Environment environment) {
        return OperatorAccess.of(settings, hasSandbox(environment) && !isProduction(environment));
    }

    private static boolean hasSandbox(Environment environment) {
        return environment.getProperty("cervical-cds.sandbox.enabled", Boolean.class, true);
    }

    private static boolean isProduction(Environment environment) {
        return environment.acceptsProfiles(Profiles.of("production"));
    }

    /** The addresses of CDS Hooks. It comes first, since most requests are for them. */
    @Bean
    @Order(1)
    SecurityFilterChain hooksFilterChain(
            HttpSecurity http,
            SecuritySettings settings,
            PublicUrl publicUrl,
            WebOrigins origins,
            Clients clients,
            ReplayStore replays,
            Clock clock)
            throws Exception {
        // These filters let in or answer by themselves. What else could say who calls has nothing to do here.
        plain(http.securityMatcher(path(HooksAddress.PATTERN)))
                .anonymous(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .exceptionHandling(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .addFilterBefore(
                        new ClientFilter(new RateLimits(settings.callsPerMinute()), settings),
                        AuthorizationFilter.class);
        if (!origins.origins().isEmpty()) {
            http.addFilter(CrossOriginRules.filter(origins));
        }
        if (settings.requireHttps()) {
            http.addFilterBefore(new HttpsFilter(), BearerTokenAuthenticationFilter.class);
        }
        if (settings.requireJwt() || !settings.clients().isEmpty()) {
            TokenVerifier verifier = new TokenVerifier(clients, settings, replays, clock);
            http.addFilter(new TokenAuthentication(verifier, settings, publicUrl).filter());
        }
        return http.build();
    }

    /** What only operators see, at the port of the service and at that of the management; in production the pages that describe the service too. */
    @Bean
    @Order(2)
    SecurityFilterChain operatorsFilterChain(HttpSecurity http, OperatorAccess access, Environment environment)
            throws Exception {
        List<RequestMatcher> matchers = new ArrayList<>(paths("/actuator/**", "/insights/**"));
        matchers.add(EndpointRequest.toAnyEndpoint());
        if (isProduction(environment)) {
            matchers.addAll(DESCRIPTIONS);
        }
        plain(http.securityMatcher(new OrRequestMatcher(matchers)))
                .authorizeHttpRequests(calls -> calls.requestMatchers(EndpointRequest.to("health"))
                        .permitAll()
                        .anyRequest()
                        .hasRole(OperatorAccess.ROLE))
                .exceptionHandling(refused ->
                        refused.authenticationEntryPoint(access::refuse).accessDeniedHandler(access::refuse));
        if (access.isOpen()) {
            http.addFilterBefore(TrustConfiguration::everybodyIsOperator, AuthorizationFilter.class);
        } else if (access.hasToken()) {
            BearerTokenAuthenticationFilter bearer = new BearerTokenAuthenticationFilter(access);
            bearer.setBearerTokenResolver(TokenAuthentication::token);
            bearer.setAuthenticationEntryPoint(access::refuse);
            http.authenticationManager(access)
                    .httpBasic(basic -> basic.authenticationEntryPoint(access::refuse))
                    .addFilter(bearer);
        }
        return http.build();
    }

    private static void everybodyIsOperator(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SecurityContextHolder.setContext(new SecurityContextImpl(OperatorAccess.OPERATOR));
        chain.doFilter(request, response);
    }

    /** Everything else: what is not listed here is not found, whatever is mapped. */
    @Bean
    @Order(3)
    SecurityFilterChain otherFilterChain(HttpSecurity http, Environment environment) throws Exception {
        // Health again, where management.endpoint.health.probes.add-additional-paths puts it beside the service.
        List<RequestMatcher> open = new ArrayList<>(paths("/livez", "/readyz"));
        open.addAll(DESCRIPTIONS);
        if (hasSandbox(environment)) {
            open.addAll(SANDBOX);
        }
        return plain(http)
                .authorizeHttpRequests(calls -> calls.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(open.toArray(new RequestMatcher[0]))
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                                (request, response, cause) -> response.sendError(HttpServletResponse.SC_NOT_FOUND))
                        .accessDeniedHandler(
                                (request, response, cause) -> response.sendError(HttpServletResponse.SC_NOT_FOUND)))
                .build();
    }

    private static List<RequestMatcher> paths(String... patterns) {
        return Arrays.stream(patterns).map(TrustConfiguration::path).toList();
    }

    private static RequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.pathPattern(pattern);
    }

    /** Neither sessions nor forms. */
    private static HttpSecurity plain(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(TrustConfiguration::headers);
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                .contentTypeOptions(Customizer.withDefaults())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY));
    }
}
