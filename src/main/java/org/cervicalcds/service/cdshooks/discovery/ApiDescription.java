package org.cervicalcds.service.cdshooks.discovery;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import org.cervicalcds.engine.cards.CdsService;

/** Describes the addresses of CDS Hooks as OpenAPI, from the services on offer. */
public final class ApiDescription {
    private ApiDescription() {}

    public static OpenAPI of(ServiceCatalogue catalogue) {
        Paths paths = new Paths();
        paths.addPathItem(
                "/cds-services",
                new PathItem()
                        .get(operation("discover", "The services on offer")
                                .responses(new ApiResponses()
                                        .addApiResponse("200", ok("Discovery", object("services"))))));
        for (CdsService service : catalogue.services()) {
            String path = "/cds-services/" + service.id();
            String name = service.id().replace('-', '_');
            paths.addPathItem(
                    path,
                    new PathItem()
                            .post(operation(name, service.title())
                                    .description(service.description())
                                    .requestBody(body(call(service.hook())))
                                    .responses(responses(ok("Cards", object("cards"))))));
            paths.addPathItem(
                    path + "/feedback",
                    new PathItem()
                            .post(operation(name + "_feedback", "Feedback on cards")
                                    .requestBody(body(object("feedback")))
                                    .responses(responses(new ApiResponse().description("Taken; the body is empty")))));
        }
        return new OpenAPI()
                .info(new Info()
                        .title("Cervical CDS")
                        .version("2.0.1")
                        .description("CDS Hooks 2.0.1 on FHIR R4. The version is that of CDS Hooks."))
                .paths(paths);
    }

    private static Operation operation(String id, String summary) {
        return new Operation().operationId(id).summary(summary).tags(List.of("CDS Hooks"));
    }

    private static Schema<?> object(String array) {
        return new ObjectSchema()
                .addProperty(array, new ArraySchema().items(new ObjectSchema()))
                .required(List.of(array));
    }

    private static Schema<?> call(String hook) {
        Schema<?> context = new ObjectSchema()
                .addProperty("patientId", new StringSchema())
                .addProperty("userId", new StringSchema())
                .addProperty("encounterId", new StringSchema())
                .required(List.of("patientId"));
        return new ObjectSchema()
                .addProperty("hook", new StringSchema()._enum(List.of(hook)))
                .addProperty("hookInstance", new StringSchema())
                .addProperty("fhirServer", new StringSchema())
                .addProperty("fhirAuthorization", new ObjectSchema())
                .addProperty("context", context)
                .addProperty("prefetch", new ObjectSchema())
                .required(List.of("hook", "context"));
    }

    private static Content json(Schema<?> schema) {
        return new Content().addMediaType("application/json", new MediaType().schema(schema));
    }

    private static RequestBody body(Schema<?> schema) {
        return new RequestBody().required(true).content(json(schema));
    }

    private static ApiResponse ok(String text, Schema<?> schema) {
        return new ApiResponse().description(text).content(json(schema));
    }

    private static ApiResponses responses(ApiResponse ok) {
        ApiResponses responses = new ApiResponses().addApiResponse("200", ok);
        for (String[] problem : new String[][] {
            {"400", "No such call"},
            {"401", "No valid token"},
            {"403", "Not for this client"},
            {"412", "The patient cannot be had, or the conditions cannot and no card speaks without them"},
            {"413", "Too long"},
            {"415", "Not JSON"},
            {"429", "Too many calls"},
        }) {
            responses.addApiResponse(
                    problem[0],
                    ok(
                            problem[1] + "; an OperationOutcome",
                            new ObjectSchema()
                                    .addProperty("resourceType", new StringSchema())
                                    .addProperty("issue", new ArraySchema().items(new ObjectSchema()))));
        }
        return responses;
    }
}
