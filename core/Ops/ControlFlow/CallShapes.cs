using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.ControlFlow;

/// <summary>What the shape rules of ops that call functions share: the functions must fit the node, and the shapes follow from them.</summary>
internal static class CallShapes
{
    /// <summary>The result shapes of a function of the node called with inputs of these shapes.</summary>
    /// <exception cref="GraphRunException">The function takes or returns other values than the node, or its body does not fit the shapes.</exception>
    internal static IReadOnlyList<Shape> Results(ShapeContext context, int index, int firstInput, IReadOnlyList<DType> results)
    {
        var function = context.Functions[index];
        RequireSignature(context, function, firstInput, results);
        var shapes = Enumerable.Range(firstInput, context.InputCount - firstInput).Select(context.Input).ToArray();
        return [.. function.For(shapes).Results.Select(result => result.Shape)];
    }

    internal static void RequireSignature(ShapeContext context, GraphFunction function, int firstInput, IReadOnlyList<DType> results)
    {
        RequireCount(function.Name, "takes", function.Parameters.Count, context.InputCount - firstInput);
        RequireCount(function.Name, "returns", function.Results.Count, results.Count);
        for (var i = 0; i < function.Parameters.Count; i++)
            RequireDType(function.Name, "input", i, function.Parameters[i].OutputDTypes[0], context.InputDType(firstInput + i));
        for (var i = 0; i < results.Count; i++)
            RequireDType(function.Name, "output", i, function.Results[i].DType, results[i]);
    }

    /// <summary>The shapes found, each with what the attr <c>output_shapes</c> adds where the two agree.</summary>
    internal static void Declare(ShapeContext context, IReadOnlyList<Shape> shapes)
    {
        var declared = context.Attrs.Shapes("output_shapes");
        for (var i = 0; i < shapes.Count; i++)
        {
            var agrees = i < declared.Length && declared[i].Accepts(shapes[i]);
            context.Output(i, agrees ? ShapeContext.Merge(shapes[i], declared[i]) : shapes[i]);
        }
    }

    private static void RequireCount(string function, string verb, int actual, int expected)
    {
        if (actual == expected)
            return;
        throw new GraphRunException(
            ErrorCode.InvalidArguments, $"function '{function}' {verb} {actual} values, but is called as one that {verb} {expected}");
    }

    private static void RequireDType(string function, string kind, int index, DType actual, DType expected)
    {
        if (actual == expected)
            return;
        throw new GraphRunException(
            ErrorCode.DTypeMismatch, $"{kind} {index} of function '{function}' is {actual.Name()}, but is called as {expected.Name()}");
    }
}
