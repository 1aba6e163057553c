package org.bnnlab.data.jpeg;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The machine's libjpeg-turbo, by its TurboJPEG interface (version 2, which version 3 keeps).
 *
 * <p>It is called directly, because every build of it that comes in a jar was found to lack the
 * vector code (docs/dependencies.md has the figures).
 */
final class TurboLibrary {

  private static final List<String> NAMES =
      List.of("libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "turbojpeg.dll");

  /** The file that holds the library, where it is not among those the machine finds by itself. */
  private static final String PATH = "bnn.turbojpeg";

  private final MethodHandle init;
  private final MethodHandle decompress;
  private final MethodHandle errorCode;
  private final MethodHandle errorText;
  private final MethodHandle destroy;

  @SuppressWarnings("restricted") // calling a native library is what this class is for
  private TurboLibrary(SymbolLookup symbols) {
    Linker linker = Linker.nativeLinker();
    MemoryLayout size = Objects.requireNonNull(linker.canonicalLayouts().get("long"));
    AddressLayout address = ValueLayout.ADDRESS;
    MemoryLayout number = ValueLayout.JAVA_INT;
    init = link(linker, symbols, "tjInitDecompress", FunctionDescriptor.of(address));
    MethodHandle call =
        link(
            linker,
            symbols,
            "tjDecompress2",
            FunctionDescriptor.of(
                number, address, address, size, address, number, number, number, number, number));
    // an unsigned long of C has 64 bits, or 32 on Windows; one call site takes both
    decompress = call.asType(call.type().changeParameterType(2, long.class));
    errorCode = link(linker, symbols, "tjGetErrorCode", FunctionDescriptor.of(number, address));
    errorText = link(linker, symbols, "tjGetErrorStr2", FunctionDescriptor.of(address, address));
    destroy = link(linker, symbols, "tjDestroy", FunctionDescriptor.of(number, address));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(
      Linker linker, SymbolLookup symbols, String name, FunctionDescriptor type) {
    return linker.downcallHandle(symbols.find(name).orElseThrow(), type);
  }

  /** The library, or null where the machine has none, or may not call it. */
  @SuppressWarnings("restricted")
  static @Nullable TurboLibrary found() {
    String path = System.getProperty(PATH);
    for (String name : path == null ? NAMES : List.of(path)) {
      try {
        return new TurboLibrary(SymbolLookup.libraryLookup(name, Arena.global()));
      } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
        // not this one
      } catch (IllegalCallerException e) {
        return null;
      }
    }
    return null;
  }

  MemorySegment open() {
    try {
      return (MemorySegment) init.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("libjpeg-turbo cannot be called", e);
    }
  }

  /** Whether all went well; otherwise {@link #fails} and {@link #message} tell more. */
  boolean decompress(
      MemorySegment handle,
      MemorySegment file,
      long length,
      MemorySegment pixels,
      int width,
      int height,
      int format,
      int flags) {
    try {
      return (int)
              decompress.invokeExact(handle, file, length, pixels, width, 0, height, format, flags)
          == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("libjpeg-turbo cannot be called", e);
    }
  }

  /** Whether the last call failed, rather than warned. */
  boolean fails(MemorySegment handle) {
    try {
      return (int) errorCode.invokeExact(handle) == 1;
    } catch (Throwable e) {
      throw new IllegalStateException("libjpeg-turbo cannot be called", e);
    }
  }

  @SuppressWarnings("restricted")
  String message(MemorySegment handle) {
    try {
      MemorySegment text = (MemorySegment) errorText.invokeExact(handle);
      return text.reinterpret(1 << 10).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException("libjpeg-turbo cannot be called", e);
    }
  }

  void close(MemorySegment handle) {
    try {
      int ignored = (int) destroy.invokeExact(handle);
    } catch (Throwable e) {
      throw new IllegalStateException("libjpeg-turbo cannot be called", e);
    }
  }
}
