package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** Read, search, create, update and delete for one resource type; public because HAPI asks for it. */
public final class TypeEndpoint<R extends Resource> implements IResourceProvider {

    private final Class<R> resourceClass;
    private final String type;
    private final ResourceStore store;

    TypeEndpoint(Class<R> resourceClass, ResourceStore store) {
        this.resourceClass = resourceClass;
        this.type = resourceClass.getSimpleName();
        this.store = store;
    }

    @Override
    public Class<R> getResourceType() {
        return resourceClass;
    }

    /** Reads the resource; of its versions only the present one is kept. */
    @Read(version = true)
    public R read(@IdParam IdType id) {
        return store.find(type, id.getIdPart())
                .filter(stored ->
                        !id.hasVersionIdPart() || id.getVersionIdPart().equals(String.valueOf(stored.version())))
                .map(stored -> resourceClass.cast(stored.copy()))
                .orElseThrow(() -> new ResourceNotFoundException(id));
    }

    /** Searches by any parameter the type has; pages are addressed by offset, so that the server keeps nothing between them. */
    @Search(allowUnknownParams = true)
    public IBundleProvider search(RequestDetails request) {
        SearchRequest asked = SearchRequest.of(store.parameters(type), request.getParameters());
        SearchRequest.Page page = asked.pageOf(store.all(type));
        SimpleBundleProvider bundle = new SimpleBundleProvider(
                page.resources().stream().map(StoredResource::copy).toList());
        bundle.setSize(page.total());
        bundle.setCurrentPageOffset(asked.offset());
        bundle.setCurrentPageSize(asked.count());
        return bundle;
    }

    @Create
    public MethodOutcome create(@ResourceParam R resource) {
        return outcome(store.create(resource), true);
    }

    @Update
    public MethodOutcome update(@IdParam IdType id, @ResourceParam R resource) {
        if (!id.getIdPart().matches("[A-Za-z0-9.-]{1,64}")) {
            throw new InvalidRequestException("An id has 1 to 64 letters, digits, hyphens and full stops");
        }
        synchronized (store) {
            var before = store.find(type, id.getIdPart());
            if (id.hasVersionIdPart()
                    && before.isPresent()
                    && id.getVersionIdPartAsLong() != before.get().version()) {
                throw new ResourceVersionConflictException("The resource has changed: it is at version "
                        + before.get().version());
            }
            return outcome(store.put(id.getIdPart(), resource), before.isEmpty());
        }
    }

    @Delete
    public MethodOutcome delete(@IdParam IdType id) {
        store.delete(type, id.getIdPart());
        return new MethodOutcome();
    }

    private static MethodOutcome outcome(StoredResource stored, boolean created) {
        Resource copy = stored.copy();
        return new MethodOutcome(copy.getIdElement(), created).setResource(copy);
    }
}
