using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops;

/// <summary>
/// Runs one op twice: with constant inputs, where the inferred shapes must be the ones that come out as far as they can be
/// known, and with fed inputs of unknown shape, where they must not contradict them and the bits must be the same.
/// </summary>
internal static class OpRun
{
    public static Tensor[] All(string op, Tensor[] inputs, params (string Name, object Value)[] attrs)
    {
        var constant = new GraphBuilder();
        var expected = Run(constant, op, [.. inputs.Select(input => constant.Constant(input))], [], attrs);
        var fed = new GraphBuilder();
        var placeholders = inputs.Select((input, i) => fed.Placeholder($"x{i}", input.DType, Shape.UnknownRank)).ToArray();
        var outputs = Run(fed, op, placeholders, [.. placeholders.Zip(inputs)], attrs);
        for (var i = 0; i < outputs.Length; i++)
            AssertSame(expected[i], outputs[i]);
        return outputs;
    }

    public static Tensor Single(string op, Tensor[] inputs, params (string Name, object Value)[] attrs) => All(op, inputs, attrs)[0];

    /// <summary>The inferred shapes of the outputs for inputs that are fed.</summary>
    public static string Infer(string op, Tensor?[] inputs, Shape[] shapes, params (string Name, object Value)[] attrs)
    {
        var builder = new GraphBuilder();
        var outputs = inputs.Select(
            (input, i) => input is null ? builder.Placeholder($"x{i}", DType.Float32, shapes[i]) : builder.Constant(input));
        return string.Join(' ', Add(builder, op, [.. outputs], attrs).OutputShapes.Select(shape => shape.ToString()));
    }

    /// <summary>The message of the error that the op gives when it runs on fed inputs.</summary>
    public static string Error(string op, Tensor[] inputs, params (string Name, object Value)[] attrs)
    {
        var fed = new GraphBuilder();
        var placeholders = inputs.Select((input, i) => fed.Placeholder($"x{i}", input.DType, Shape.UnknownRank)).ToArray();
        return Assert.Throws<GraphRunException>(
            () => Run(fed, op, placeholders, [.. placeholders.Zip(inputs)], attrs)).Diagnostics[0].Message;
    }

    /// <summary>The message of the error that the op gives while its shapes are inferred from constants.</summary>
    public static string ShapeError(string op, Tensor[] inputs, params (string Name, object Value)[] attrs)
    {
        var builder = new GraphBuilder();
        var constants = inputs.Select(input => builder.Constant(input)).ToArray();
        return Assert.Throws<GraphRunException>(() => Add(builder, op, constants, attrs)).Diagnostics[0].Message;
    }

    public static Tensor Matrix<T>(T[,] values)
    {
        var flat = new T[values.Length];
        for (var i = 0; i < flat.Length; i++)
            flat[i] = values[i / values.GetLength(1), i % values.GetLength(1)];
        return Tensor.Of<T>(Shape.Of(values.GetLength(0), values.GetLength(1)), flat);
    }

    public static Tensor Text(params string[] values) => Tensor.Vector<byte[]>([.. values.Select(System.Text.Encoding.UTF8.GetBytes)]);

    public static string[] Texts(Tensor tensor) => [.. tensor.Values<byte[]>().ToArray().Select(System.Text.Encoding.UTF8.GetString)];

    /// <summary><c>int32[2,2] 1 2 3 4</c></summary>
    public static string Show(Tensor tensor) => $"{tensor} {string.Join(' ', Elements(tensor))}".TrimEnd();

    private static Node Add(GraphBuilder builder, string op, Output[] inputs, (string Name, object Value)[] attrs) =>
        builder.Add(Catalogue.Get(op), "op", inputs, attrs.ToDictionary(attr => attr.Name, attr => attr.Value));

    private static Tensor[] Run(
        GraphBuilder builder, string op, Output[] inputs, (Output, Tensor)[] feeds, (string Name, object Value)[] attrs)
    {
        var node = Add(builder, op, inputs, attrs);
        var fetches = node.OutputDTypes.Select((_, i) => new Fetch(new Output(node, i))).ToArray();
        var results = new Session().Run(builder.Build(), fetches, feeds);
        for (var i = 0; i < results.Length; i++)
            Assert.True(node.OutputShapes[i].Accepts(results[i].Shape), $"inferred {node.OutputShapes[i]}, computed {results[i].Shape}");
        return results;
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        if (expected.DType.IsReference())
            Assert.Equal(Texts(expected), Texts(actual));
        else
            Assert.True(expected.Bytes(0, (int)expected.ByteCount).SequenceEqual(actual.Bytes(0, (int)actual.ByteCount)));
    }

    private static IEnumerable<string> Elements(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => tensor.Values<float>().ToArray().Select(value => value.ToString()),
        DType.Float64 => tensor.Values<double>().ToArray().Select(value => value.ToString()),
        DType.Float16 => tensor.Values<Half>().ToArray().Select(value => value.ToString()),
        DType.BFloat16 => tensor.Values<BFloat16>().ToArray().Select(value => value.ToString()),
        DType.Bool => tensor.Values<bool>().ToArray().Select(value => value ? "true" : "false"),
        DType.String => Texts(tensor),
        DType.Complex64 => tensor.Values<Complex64>().ToArray().Select(value => $"{value.Real}+{value.Imaginary}i"),
        _ => tensor.Integers().Select(value => value.ToString()),
    };
}
