using System.Text;
using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Ops;
using GraphRun.Tensors;
using GraphRun.Tests.Ops;

namespace GraphRun.Tests.Laws;

/// <summary>Other inputs made from those of a sample: other dtypes, more elements.</summary>
internal static class Variations
{
    private static readonly DType[] computed =
    [
        DType.Float32, DType.Float64, DType.Float16, DType.BFloat16, DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.UInt8,
        DType.UInt16, DType.UInt32, DType.UInt64, DType.Bool, DType.Complex64, DType.Complex128, DType.String,
    ];

    // Around the widths of vectors, up to 64 bytes.
    private static readonly int[] widths = [3, 7, 11, 43];
    private const int Many = 5_003;

    // Ops whose work grows faster than their inputs are large enough for several threads long before.
    private const int ManyForProducts = 211;
    private static readonly string[] products =
    [
        "MatMul", "Einsum", "Conv", "Dilation", "Matrix", "Cholesky", "Qr", "Svd", "Eig", "CTC", "NonMax", "Crop", "LRN",
    ];

    /// <summary>The results of variations around the widths of vectors, in every dtype: one line each; a refusal is its sentence.</summary>
    public static IEnumerable<string> Digest(Sample sample)
    {
        yield return Bits.Of(sample.Outputs);
        if (!sample.IsDetachable)
            yield break;
        foreach (var (inputs, attrs) in OfDTypes(sample))
            yield return Result(sample, inputs, attrs);
        foreach (var inputs in widths.SelectMany(count => OfSizes(sample, count)))
            yield return Result(sample, inputs, null);
    }

    /// <summary>The same of variations that are large enough for several threads.</summary>
    public static string DigestOfMany(Sample sample) => string.Join(
        '\n', OfSizes(sample, products.Any(sample.Op.Name.Contains) ? ManyForProducts : Many).Select(inputs => Result(sample, inputs, null)));

    /// <summary>The inputs in every dtype that a type attr may have, for each attr that follows from the inputs.</summary>
    public static IEnumerable<(Tensor[] Inputs, Dictionary<string, object> Attrs)> OfDTypes(Sample sample)
    {
        var signature = sample.Op.Signature;
        foreach (var attr in signature.Attrs.Where(attr => attr is { Type: AttrType.Type, IsList: false } && signature.IsInferred(attr.Name)))
        {
            foreach (var dtype in attr.AllowedDTypes.Count > 0 ? attr.AllowedDTypes : computed)
            {
                if (computed.Contains(dtype) && InDType(sample, attr.Name, dtype) is { } inputs)
                    yield return (inputs, sample.OwnAttrs());
            }
        }
    }

    /// <summary>The inputs repeated along their first dim, all of those that have one, and only the first.</summary>
    private static IEnumerable<Tensor[]> OfSizes(Sample sample, int count)
    {
        yield return [.. sample.Inputs.Select(input => Repeat(input, count, 0))];
        yield return [.. sample.Inputs.Select((input, i) => i == 0 ? Repeat(input, count, 0) : input)];
        yield return [.. sample.Inputs.Select((input, i) => i == 0 ? Repeat(input, count, input.Rank - 1) : input)];
    }

    private static string Result(Sample sample, Tensor[] inputs, Dictionary<string, object>? attrs)
    {
        try
        {
            return Bits.Of(sample.RunAlone(inputs, _ => Shape.UnknownRank, attrs));
        }
        catch (GraphRunException refusal)
        {
            return refusal.Diagnostics[0].Message;
        }
    }

    private static Tensor[]? InDType(Sample sample, string attr, DType dtype)
    {
        var inputs = (Tensor[])sample.Inputs.Clone();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (sample.ArgOf(i).TypeAttr == attr && (inputs[i] = Convert(inputs[i], dtype)!) is null)
                return null;
        }

        return inputs;
    }

    private static Tensor? Convert(Tensor input, DType dtype)
    {
        if (input.DType == dtype)
            return input;
        var converted = Tensor.Allocate(dtype, input.Shape);
        if (input.DType == DType.String)
            return null;
        if (dtype != DType.String)
        {
            // Numbers of samples are multiples of a quarter: as integers they should not all become 0.
            var isSigned = input.DType.IsFloating() || input.DType.IsSigned();
            var whole = dtype.IsInteger() && input.DType.IsFloating() ? OpRun.Single("AddN", [input, input, input, input]) : input;
            Elementwise.Cast(dtype.IsUnsigned() && isSigned ? OpRun.Single("Abs", [whole]) : whole, converted);
            return converted;
        }

        var strings = converted.Writable<byte[]>();
        for (var i = 0; i < strings.Length; i++)
            strings[i] = Encoding.UTF8.GetBytes($"text {i}");
        return converted;
    }

    private static Tensor Repeat(Tensor input, int count, int axis)
    {
        if (input.Rank == 0 || input.ElementCount * count > 1 << 22)
            return input;
        long[] dims = [.. input.Shape.Dims];
        dims[axis] *= count;
        var repeated = Tensor.Allocate(input.DType, Shape.Of(dims));
        Repeating.Tile(input, repeated);
        return repeated;
    }
}
