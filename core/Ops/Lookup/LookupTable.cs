using System.Globalization;
using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lookup;

/// <summary>What the element of a resource tensor is when it stands for a table: keys, and a value for each.</summary>
internal sealed class LookupTable
{
    private readonly Dictionary<byte[], int> strings = new(new BytesEqual());
    private readonly Dictionary<long, int> integers = [];
    private readonly Tensor values;

    /// <param name="keys">string, or an integer dtype; one that stands twice must have the same value both times.</param>
    /// <param name="values">As many as there are keys.</param>
    /// <exception cref="GraphRunException">TensorFlow's errors of table initializers.</exception>
    public LookupTable(Tensor keys, Tensor values)
    {
        if (keys.ElementCount != values.ElementCount)
            throw IntegerTensors.Invalid($"Keys and values must have the same size {keys.ElementCount} vs {values.ElementCount}");
        (KeyDType, this.values) = (keys.DType, values);
        for (var i = 0; i < (int)keys.ElementCount; i++)
        {
            var known = keys.DType == DType.String ? Enter(strings, keys.Values<byte[]>()[i], i) : Enter(integers, keys.Integer(i), i);
            if (known != i && !HasEqualValues(known, i))
            {
                throw new GraphRunException(
                    ErrorCode.InvalidArgument, $"HashTable has different value for same key. Key {Key(keys, i)} has two values");
            }
        }
    }

    public DType KeyDType { get; }

    public DType ValueDType => values.DType;

    /// <summary>The number of keys, each counted once.</summary>
    public int Count => strings.Count + integers.Count;

    /// <param name="keys">Of <see cref="KeyDType"/>.</param>
    /// <param name="missing">A scalar of <see cref="ValueDType"/>: what a key has that is not there.</param>
    /// <param name="found">As many elements as there are keys.</param>
    public void Find(Tensor keys, Tensor missing, Tensor found)
    {
        for (var i = 0; i < (int)keys.ElementCount; i++)
        {
            var isThere = keys.DType == DType.String
                ? strings.TryGetValue(keys.Values<byte[]>()[i], out var index)
                : integers.TryGetValue(keys.Integer(i), out index);
            ElementRange.Copy(isThere ? values : missing, isThere ? index : 0, found, i, 1);
        }
    }

    private static int Enter<TKey>(Dictionary<TKey, int> places, TKey key, int place)
        where TKey : notnull => places.TryAdd(key, place) ? place : places[key];

    private bool HasEqualValues(int first, int second) => values.DType.IsReference()
        ? values.Values<byte[]>()[first].AsSpan().SequenceEqual(values.Values<byte[]>()[second])
        : values.Bytes(first * values.DType.Size(), values.DType.Size())
            .SequenceEqual(values.Bytes(second * values.DType.Size(), values.DType.Size()));

    private static string Key(Tensor keys, int index) => keys.DType == DType.String
        ? Strings.StringElements.Show(keys.Values<byte[]>()[index])
        : keys.Integer(index).ToString(CultureInfo.InvariantCulture);

    private sealed class BytesEqual : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] key)
        {
            var hash = default(HashCode);
            hash.AddBytes(key);
            return hash.ToHashCode();
        }
    }
}
