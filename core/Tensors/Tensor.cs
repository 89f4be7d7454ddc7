using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using GraphRun.Errors;

namespace GraphRun.Tensors;

/// <summary>
/// A dtype, a fully defined shape, and elements in row-major order. A tensor is immutable once it is handed on; only the kernel
/// that produces it writes to it, through <see cref="Writable{T}"/>. Several tensors may share one storage (reshape copies nothing).
/// </summary>
public sealed class Tensor
{
    // ulong[] for plain elements (an array of 8-byte units is not bound by the 2 GiB of byte[]), byte[][] for strings, object[] otherwise.
    private Array storage;

    // Where the elements begin, in bytes; other than 0 only in a part of another tensor.
    private nint offset;

    private Tensor(DType dtype, Shape shape, Array storage, nint offset = 0)
    {
        DType = dtype;
        Shape = shape;
        this.storage = storage;
        this.offset = offset;
    }

    public DType DType { get; }

    public Shape Shape { get; }

    public int Rank => Shape.Rank;

    public long ElementCount => Shape.ElementCount;

    /// <summary>The size of the elements in bytes; 0 for strings and other references.</summary>
    public long ByteCount => ElementCount * DType.Size();

    /// <summary>A tensor whose elements are not set yet.</summary>
    /// <exception cref="GraphRunException">More elements than 2^31 - 1 or more bytes than memory can hold.</exception>
    public static Tensor Allocate(DType dtype, Shape shape) => new(dtype, shape, NewStorage(dtype, shape));

    /// <summary>
    /// A tensor whose elements are not set yet and begin at a multiple of so many bytes; as many more follow that they fill
    /// whole such blocks. Not for strings and other references.
    /// </summary>
    /// <param name="alignment">A power of two, large enough that the collector does not move the storage for less.</param>
    /// <exception cref="GraphRunException">More elements than 2^31 - 1 or more bytes than memory can hold.</exception>
    public static unsafe Tensor AllocateAligned(DType dtype, Shape shape, int alignment)
    {
        var bytes = shape.ElementCount * dtype.Size();
        var words = (bytes + 2L * alignment) / sizeof(ulong);
        if (words > Array.MaxLength)
            return Allocate(dtype, shape);
        MemoryLimit.Check(dtype, shape);
        var storage = GC.AllocateUninitializedArray<ulong>((int)words);
        var address = Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(storage));
        return new Tensor(dtype, shape, storage, (nint)(-(nint)address & (alignment - 1)));
    }

    /// <summary>A tensor with a copy of <paramref name="values"/>.</summary>
    /// <exception cref="GraphRunException">As many values as <paramref name="shape"/> has elements are needed.</exception>
    public static Tensor Of<T>(Shape shape, ReadOnlySpan<T> values)
    {
        if (values.Length != shape.ElementCount)
            throw new GraphRunException(ErrorCode.InvalidShape, $"shape {shape} needs {shape.ElementCount} values, got {values.Length}");
        var tensor = Allocate(DTypes.Of<T>(), shape);
        values.CopyTo(tensor.Writable<T>());
        return tensor;
    }

    /// <summary>A vector with a copy of <paramref name="values"/>.</summary>
    public static Tensor Vector<T>(params ReadOnlySpan<T> values) => Of(Shape.Of(values.Length), values);

    /// <summary>A tensor of rank 0.</summary>
    public static Tensor Scalar<T>(T value)
    {
        var tensor = Allocate(DTypes.Of<T>(), Shape.Scalar);
        tensor.Writable<T>()[0] = value;
        return tensor;
    }

    /// <summary>A string of rank 0, encoded as UTF-8.</summary>
    public static Tensor Scalar(string value) => Scalar(Encoding.UTF8.GetBytes(value));

    /// <summary>The elements. <typeparamref name="T"/> is the element type of the dtype, or any type of the same size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Values<T>() => Elements<T>();

    /// <summary>The elements, to be written by the kernel that produces this tensor and by nobody else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Writable<T>() => Elements<T>();

    /// <summary>The first element of a tensor that has one, to be written as by <see cref="Writable{T}"/>; no reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T First<T>()
        where T : unmanaged => ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(
            ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<ulong[]>(storage))), offset));

    /// <summary>A stretch of the elements as little-endian bytes; not for strings and other references.</summary>
    public Span<byte> Bytes(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, ByteCount);
        ref var first = ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetArrayDataReference((ulong[])storage));
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, this.offset + (nint)offset), length);
    }

    /// <summary>The only element of a tensor of one element.</summary>
    public T Value<T>() => Elements<T>()[0];

    /// <summary>The element of an integer tensor at a row-major position, whatever its integer dtype; a uint64 above the range of long wraps.</summary>
    public long Integer(int index) => DType switch
    {
        DType.Int32 => Elements<int>()[index],
        DType.Int64 => Elements<long>()[index],
        DType.UInt8 => Elements<byte>()[index],
        DType.Int8 => Elements<sbyte>()[index],
        DType.Int16 => Elements<short>()[index],
        DType.UInt16 => Elements<ushort>()[index],
        DType.UInt32 => Elements<uint>()[index],
        DType.UInt64 => unchecked((long)Elements<ulong>()[index]),
        _ => throw new InvalidOperationException($"{DType.Name()} is not an integer dtype"),
    };

    /// <summary>All elements of an integer tensor, widened.</summary>
    public long[] Integers()
    {
        var integers = new long[ElementCount];
        for (var i = 0; i < integers.Length; i++)
            integers[i] = Integer(i);
        return integers;
    }

    /// <summary>The same elements in another shape of as many elements; nothing is copied.</summary>
    public Tensor Reshape(Shape shape) => ReferenceEquals(shape, Shape) ? this : new Tensor(DType, shape, storage, offset);

    /// <summary>The same bytes as another dtype, in a shape that needs as many bytes; nothing is copied.</summary>
    public Tensor Reinterpret(DType dtype, Shape shape) => new(dtype, shape, storage, offset);

    /// <summary>A tensor that <see cref="Show"/> is going to let show parts of others of its dtype; it has no elements of its own.</summary>
    /// <param name="dtype">No reference.</param>
    /// <param name="shape">The shape of every part.</param>
    internal static Tensor Window(DType dtype, Shape shape) => new(dtype, shape, Array.Empty<ulong>());

    /// <summary>Lets a window show the elements of <paramref name="whole"/> from the row-major position <paramref name="first"/> on.</summary>
    internal void Show(Tensor whole, long first) => (storage, offset) = (whole.storage, whole.offset + (nint)(first * DType.Size()));

    /// <summary>Whether both tensors have the same elements in memory.</summary>
    public bool SharesStorageWith(Tensor other) => ReferenceEquals(storage, other.storage);

    /// <summary>The bytes of the storage, of which the elements may need a part only; 0 for references.</summary>
    internal long StorageBytes => storage is ulong[]? storage.LongLength * sizeof(ulong) : 0;

    /// <summary><c>float32[2,3]</c></summary>
    public override string ToString() => $"{DType.Name()}{Shape}";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<T> Elements<T>()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            return (T[])storage;
        return MemoryMarshal.CreateSpan(
            ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(
                ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<ulong[]>(storage))), offset)),
            (int)Shape.ElementCount);
    }

    private static Array NewStorage(DType dtype, Shape shape)
    {
        var count = shape.ElementCount;
        if (count > Array.MaxLength)
            throw new GraphRunException(ErrorCode.MemoryExceeded, $"a tensor of shape {shape} has {count} elements, which exceeds the largest number, {Array.MaxLength}");
        if (dtype == DType.String)
        {
            var strings = new byte[count][];
            Array.Fill(strings, []);
            return strings;
        }

        if (dtype.IsReference())
            return new object[count];
        MemoryLimit.Check(dtype, shape);
        return GC.AllocateUninitializedArray<ulong>((int)((count * dtype.Size() + 7) / 8));
    }
}
