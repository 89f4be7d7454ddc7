using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>
/// <c>range(start,stop,step)</c>: the numbers from start on, a step apart, as far as they lie before stop. Integers stay exact.
/// </summary>
internal static class RangeGenerator
{
    public static Tensor Make(GeneratorArguments arguments, string name, ExpectedTensor expected)
    {
        string[] texts = [arguments.Text("start", "0"), arguments.Text("stop"), arguments.Text("step", "1")];
        var values = Array.TrueForAll(texts, text => GeneratorArguments.TryInteger(text, out _))
            ? Integers(arguments, texts)
            : Floats(arguments);
        var dtype = expected.DType != DType.None ? expected.DType : values.DType == DType.Int64 ? DType.Int32 : DType.Float32;
        return Shaped(FeedFit.Fit(name, values, new ExpectedTensor(dtype)), expected.Shape, arguments);
    }

    private static Tensor Integers(GeneratorArguments arguments, string[] texts)
    {
        var (start, stop) = (arguments.Integer("start", texts[0]), arguments.Integer("stop", texts[1]));
        var step = arguments.Integer("step", texts[2]);
        if (step == 0)
            throw arguments.Wrong("has a step of 0", null);
        var count = (Int128)stop - start;
        count = (count + step - Math.Sign(step)) / step;
        var result = Tensor.Allocate(DType.Int64, Shape.Of((long)Int128.Clamp(count, 0, long.MaxValue)));
        var values = result.Writable<long>();
        for (var i = 0; i < values.Length; i++)
            values[i] = start + i * step;
        return result;
    }

    private static Tensor Floats(GeneratorArguments arguments)
    {
        var (start, stop, step) = (arguments.Number("start", "0"), arguments.Number("stop", "0"), arguments.Number("step", "1"));
        if (step == 0)
            throw arguments.Wrong("has a step of 0", null);
        var count = Math.Ceiling((stop - start) / step);
        var result = Tensor.Allocate(DType.Float64, Shape.Of(count > 0 ? (long)Math.Min(count, 1e18) : 0));
        var values = result.Writable<double>();
        for (var i = 0; i < values.Length; i++)
            values[i] = start + i * step;
        return result;
    }

    private static Tensor Shaped(Tensor values, Shape? shape, GeneratorArguments arguments)
    {
        if (shape is null)
            return values;
        return shape.ElementCount == values.ElementCount
            ? values.Reshape(shape)
            : throw arguments.Wrong($"gives {values.ElementCount} values, but shape {shape} needs {shape.ElementCount}", null);
    }
}
