package org.bnnlab.api.method;

import com.google.inject.Binding;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.option.Options;
import org.jspecify.annotations.Nullable;

/** All methods on the class path. */
public final class Methods {

  private record Entry(MethodDescriptor descriptor, Supplier<MethodModule> module) {}

  private final Map<String, Entry> entries;

  private Methods(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /**
   * Finds every method by {@link ServiceLoader}.
   *
   * @throws FaultException with every module that cannot be loaded and every id used twice
   */
  public static Methods load() {
    Map<String, Entry> entries = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    var providers = ServiceLoader.load(MethodModule.class).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        Supplier<MethodModule> provider = providers.next();
        MethodDescriptor descriptor = provider.get().descriptor();
        Entry other = entries.put(descriptor.id(), new Entry(descriptor, provider));
        if (other != null) {
          faults.add(
              "two modules on the class path are called \"%s\": %s and %s"
                  .formatted(
                      descriptor.id(),
                      other.module().get().getClass().getName(),
                      provider.get().getClass().getName()));
        }
      } catch (ServiceConfigurationError e) {
        faults.add("a method on the class path cannot be loaded: " + e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return new Methods(entries);
  }

  /** Name and origin of every method, sorted by id. */
  public Collection<MethodDescriptor> descriptors() {
    return entries.values().stream().map(Entry::descriptor).toList();
  }

  /** Whether there is a method of this id. */
  public boolean contains(String id) {
    return entries.containsKey(id);
  }

  /**
   * Name and origin of one method.
   *
   * @throws FaultException if there is none of this id, with the nearest id
   */
  public MethodDescriptor descriptor(String id) {
    return entry(id).descriptor();
  }

  /**
   * A method with its options resolved.
   *
   * @param id method id
   * @param options given options by name
   * @param bits bit widths, or null for the method's own
   * @throws FaultException if the id is unknown or the module's bindings are at fault
   * @throws org.bnnlab.api.check.FaultException if an option is unknown or of the wrong type
   */
  public Method create(String id, Map<String, ?> options, @Nullable Bits bits) {
    Entry entry = entry(id);
    Options resolved = Options.resolve("method " + id, entry.descriptor().options(), options);
    MethodModule module = entry.module().get().prepare(resolved, bits);
    try {
      Injector injector = Guice.createInjector(new DefaultParts(), module);
      Map<Slot, Object> parts = new EnumMap<>(Slot.class);
      for (Slot slot : Slot.values()) {
        Binding<?> binding = injector.getExistingBinding(slot.key());
        if (binding != null) {
          parts.put(slot, binding.getProvider().get());
        }
      }
      return new Method(entry.descriptor(), resolved, module.bits(), parts);
    } catch (CreationException e) {
      throw new FaultException(faults(id, e.getErrorMessages()));
    } catch (ProvisionException e) {
      throw new FaultException(faults(id, e.getErrorMessages()));
    }
  }

  private Entry entry(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new FaultException(
          "unknown method \"%s\"%s (bnn methods lists all %d)"
              .formatted(id, Suggestion.forUnknown(id, entries.keySet()), entries.size()));
    }
    return entry;
  }

  private static List<String> faults(String id, Collection<Message> messages) {
    return messages.stream()
        .map(message -> "method %s: %s".formatted(id, message.getMessage()))
        .toList();
  }
}
