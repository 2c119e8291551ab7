package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/** All resources of the sandbox, in memory; safe for many threads, with a limit on what callers may add. */
final class ResourceStore {

    /** How many resources callers may have in the sandbox at one time, beside the shipped ones. */
    static final int MOST_ADDED = 20_000;

    /** How many bytes, as JSON, they may have together; in memory they take several times as much. */
    static final long MOST_ADDED_BYTES = 20_000_000;

    private final Map<String, Shelf> shelves;
    private final Clock clock;
    private final FhirContext fhir;
    private final int limit;
    private final long byteLimit;
    private int size;
    private long bytes;
    private long lastGivenId;

    /** Starts with the given resources, each of one of the given types; they do not count towards the limits. */
    ResourceStore(
            FhirContext fhir,
            Clock clock,
            List<String> types,
            List<Resource> shipped,
            int mostAdded,
            long mostAddedBytes) {
        this.fhir = fhir;
        this.byteLimit = mostAddedBytes;
        this.clock = clock;
        this.limit = shipped.size() + mostAdded;
        this.shelves = types.stream()
                .collect(Collectors.toUnmodifiableMap(
                        type -> type, type -> new Shelf(new SearchParameters(fhir, type))));
        shipped.forEach(resource -> put(resource.getIdElement().getIdPart(), resource, 0));
    }

    /** Whether resources of this type are kept here. */
    boolean keeps(String type) {
        return shelves.containsKey(type);
    }

    SearchParameters parameters(String type) {
        return shelf(type).parameters;
    }

    Optional<StoredResource> find(String type, String id) {
        return Optional.ofNullable(shelf(type).resources.get(id));
    }

    /** All resources of a type, ordered by id. */
    Collection<StoredResource> all(String type) {
        return shelf(type).resources.values();
    }

    /**
     * Keeps a copy under a fresh id.
     *
     * @throws SandboxFull when callers have added as much as they may
     */
    synchronized StoredResource create(Resource resource) {
        String id;
        do {
            id = "added-" + ++lastGivenId;
        } while (shelf(resource.fhirType()).resources.containsKey(id));
        return put(id, resource);
    }

    /**
     * Keeps a copy under this id, in place of what was there.
     *
     * @throws SandboxFull when callers have added as much as they may
     */
    synchronized StoredResource put(String id, Resource resource) {
        return put(
                id,
                resource,
                fhir.newJsonParser().encodeResourceToString(resource).length());
    }

    private StoredResource put(String id, Resource resource, long length) {
        Shelf shelf = shelf(resource.fhirType());
        StoredResource before = shelf.resources.get(id);
        long more = length - (before == null ? 0 : before.length());
        if ((before == null && size >= limit) || (more > 0 && bytes + more > byteLimit)) {
            throw new SandboxFull();
        }
        Resource copy = resource.copy();
        Meta meta = copy.getMeta();
        meta.setVersionId(String.valueOf(before == null ? 1 : before.version() + 1));
        meta.setLastUpdated(Date.from(clock.instant()));
        copy.setId(resource.fhirType() + "/" + id + "/_history/" + meta.getVersionId());
        StoredResource stored = new StoredResource(copy, shelf.parameters.valuesIn(copy), length);
        shelf.resources.put(id, stored);
        size += before == null ? 1 : 0;
        bytes += more;
        return stored;
    }

    /** Forgets the resource, if it is there. */
    synchronized void delete(String type, String id) {
        StoredResource gone = shelf(type).resources.remove(id);
        if (gone != null) {
            size--;
            bytes -= gone.length();
        }
    }

    private Shelf shelf(String type) {
        Shelf shelf = shelves.get(type);
        if (shelf == null) {
            throw new IllegalArgumentException("The sandbox does not keep resources of type " + type);
        }
        return shelf;
    }

    /** The resources of one type and what they can be searched by. */
    private static final class Shelf {
        final SearchParameters parameters;
        final ConcurrentSkipListMap<String, StoredResource> resources = new ConcurrentSkipListMap<>();

        Shelf(SearchParameters parameters) {
            this.parameters = parameters;
        }
    }
}
