using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Makes nodes that call functions when they run: one of several, or two again and again.</summary>
internal static class FunctionNodes
{
    /// <summary>The attrs of an op that name functions, with the functions that each is given.</summary>
    internal readonly record struct Attr(AttrDef Declaration, IReadOnlyList<FunctionOperand> Functions);

    /// <summary>A node that calls one of its functions; all take the same arguments and return values of the same dtypes.</summary>
    /// <param name="leading">The inputs that choose.</param>
    /// <param name="name">The node's full name.</param>
    /// <param name="others">The attrs that follow from nothing.</param>
    public static Node Choose(
        Call call,
        OpDef op,
        string name,
        IReadOnlyList<Output> leading,
        IReadOnlyList<Output> arguments,
        IReadOnlyList<Attr> functions,
        IReadOnlyDictionary<string, object>? others = null)
    {
        var types = arguments.Select(argument => (argument.DType, argument.Shape)).ToList();
        var bodies = functions.SelectMany(attr => attr.Functions)
            .Select(function => FunctionBody.Bind(call.Context, function, types, arguments, expected: null)).ToList();
        var results = Unify(call, bodies);
        var captures = bodies.SelectMany(body => body.Captures).Distinct().ToList();
        var attrs = Define(call.Context.Graph, name, functions, bodies, results, captures, others);
        attrs["Tout"] = results[0].Select(result => result.DType).ToArray();
        return Add(call, op, name, [.. leading, .. arguments, .. captures], attrs, bodies);
    }

    /// <summary>A node that calls its second function as long as the first says so.</summary>
    /// <param name="invariants">The shapes that every iteration must keep; null to widen them as far as needed.</param>
    /// <param name="limit">The number of iterations after which the loop ends whatever its condition says; null for none.</param>
    /// <returns>The node, whose first outputs are the values.</returns>
    public static Node Repeat(
        Call call,
        OpDef op,
        string name,
        IReadOnlyList<Output> arguments,
        IReadOnlyList<Attr> functions,
        IReadOnlyList<Shape>? invariants = null,
        Output? limit = null,
        IReadOnlyDictionary<string, object>? others = null)
    {
        var shapes = (invariants ?? arguments.Select(argument => argument.Shape)).ToArray();
        var (test, function) = (functions[0].Functions[0], functions[1].Functions[0]);
        (DType, Shape)[] counter = limit is null ? [] : [(DType.Int32, Shape.Scalar)];
        var (body, results) = BindBody(call, function, arguments, shapes, invariants is not null, counter);
        var condition = FunctionBody.Bind(call.Context, test, Types(arguments, shapes), arguments, 1, counter);
        List<Output> truth = [condition.Output(0, DType.None)];
        if (invariants is not null)
            RequireCondition(call, "the condition of a loop", truth[0]);
        if (limit is { } most)
            Count(call, condition, body, truth, results, most);
        List<FunctionBody> bodies = [condition, body];
        var captures = bodies.SelectMany(inner => inner.Captures).Distinct().ToList();
        results.AddRange(captures.Select(body.Capture));
        var attrs = Define(call.Context.Graph, name, functions, bodies, [truth, results], captures, others);
        Output[] start = limit is null ? [] : [call.Context.Constant(Tensor.Scalar(0), call.Below("iteration"), call.Origin)];
        return Add(call, op, name, [.. arguments, .. start, .. captures], attrs, bodies);
    }

    private static List<(DType, Shape)> Types(IReadOnlyList<Output> arguments, Shape[] shapes) =>
        [.. arguments.Zip(shapes, (argument, shape) => (argument.DType, shape))];

    /// <summary>Binds the body for ever wider shapes until an iteration keeps them.</summary>
    private static (FunctionBody Body, List<Output> Results) BindBody(
        Call call, FunctionOperand function, IReadOnlyList<Output> arguments, Shape[] shapes, bool isStrict, (DType, Shape)[] counter)
    {
        while (true)
        {
            var body = FunctionBody.Bind(call.Context, function, Types(arguments, shapes), arguments, arguments.Count, counter);
            var results = arguments.Select((argument, i) => body.Output(i, argument.DType)).ToList();
            var isStable = true;
            for (var i = 0; i < shapes.Length; i++)
            {
                if (results[i].DType != arguments[i].DType)
                    throw OtherDType(call, arguments[i], results[i]);
                var wider = shapes[i].Covering(results[i].Shape);
                if (isStrict && !wider.Equals(shapes[i]))
                    throw NoInvariant(call, arguments[i], shapes[i], results[i].Shape);
                isStable &= wider.Equals(shapes[i]);
                shapes[i] = wider;
            }

            if (isStable)
                return (body, results);
        }
    }

    /// <summary>Counts the iterations in a value of the loop's own.</summary>
    private static void Count(
        Call call, FunctionBody condition, FunctionBody body, List<Output> truth, List<Output> results, Output limit)
    {
        var goesOn = condition.Context.Graph.Call("Less", condition.Extra[0], condition.Capture(limit));
        truth[0] = condition.Context.Graph.Call("LogicalAnd", goesOn, truth[0]);
        results.Add(body.Context.Graph.Call("AddV2", body.Extra[0], body.Context.Graph.Constant(Tensor.Scalar(1))));
    }

    /// <summary>The results of all functions as tensors, in the dtypes that they have in common.</summary>
    private static List<List<Output>> Unify(Call call, List<FunctionBody> bodies)
    {
        if (bodies.Exists(body => body.Results.Count != bodies[0].Results.Count))
            throw call.Error("true_fn and false_fn must return the same number of outputs");
        var outputs = bodies.Select(_ => new List<Output>()).ToList();
        for (var i = 0; i < bodies[0].Results.Count; i++)
        {
            var dtype = bodies.Select(body => Values.DTypeOf(Values.Resolve(body.Context, body.Results[i])))
                .FirstOrDefault(known => known != DType.None);
            if (dtype == DType.None)
                dtype = bodies.Select(body => LiteralShape.NaturalDType(body.Results[i])).Aggregate(LiteralShape.Common);
            for (var branch = 0; branch < bodies.Count; branch++)
            {
                var output = bodies[branch].Output(i, dtype);
                if (output.DType != dtype)
                {
                    throw new GraphRunException(
                        ErrorCode.DTypeMismatch,
                        $"Outputs of true_fn and false_fn must have the same type: {dtype.Name()}, {output.DType.Name()}",
                        call.Origin.Span);
                }

                outputs[branch].Add(output);
            }
        }

        return outputs;
    }

    private static Dictionary<string, object> Define(
        GraphBuilder library,
        string name,
        IReadOnlyList<Attr> functions,
        List<FunctionBody> bodies,
        List<List<Output>> results,
        List<Output> captures,
        IReadOnlyDictionary<string, object>? others)
    {
        var attrs = new Dictionary<string, object>(others ?? new Dictionary<string, object>());
        var next = 0;
        foreach (var (attr, given) in functions)
        {
            var references = new FunctionReference[given.Count];
            for (var i = 0; i < references.Length; i++, next++)
                references[i] = bodies[next].Define(library, $"{name}/{attr.Name}", results[next], captures);
            attrs[attr.Name] = attr.IsList ? references : references[0];
        }

        return attrs;
    }

    private static Node Add(
        Call call, OpDef op, string name, IReadOnlyList<Output> inputs, Dictionary<string, object> attrs, List<FunctionBody> bodies)
    {
        var controls = bodies.SelectMany(body => body.Controls).Distinct().ToList();
        return call.Context.Add(op, name, inputs, attrs, call.Origin, controls);
    }

    /// <summary>Builders take no condition but a bool scalar, as TensorFlow's; If and While themselves take any tensor.</summary>
    internal static void RequireCondition(Call call, string name, Output condition)
    {
        if (condition.DType == DType.Bool && condition.Shape is not { HasRank: true, IsScalar: false })
            return;
        throw call.Error(
            $"{name} must be a bool scalar, got {condition.DType.Name()}{condition.Shape}",
            condition.DType == DType.Bool ? "reduce it, as in reduce_all(x)" : "compare it, as in x != 0");
    }

    private static GraphRunException OtherDType(Call call, Output enters, Output leaves) => new(
        ErrorCode.DTypeMismatch,
        $"loop variable '{enters}' enters the loop as {enters.DType.Name()}, but is {leaves.DType.Name()} after one iteration",
        call.Origin.Span);

    /// <summary>The error for a value whose shape an iteration changes.</summary>
    internal static GraphRunException NoInvariant(Call call, Output enters, Shape shape, Shape after) => new(
        ErrorCode.ShapeMismatch,
        $"The shape for {enters} is not an invariant for the loop. It enters the loop with shape {shape}, but has shape {after} after one "
        + "iteration. Provide shape invariants using either the `shape_invariants` argument of tf.while_loop or set_shape() on the loop "
        + "variables",
        call.Origin.Span,
        "write shape_invariants=[...] with ? for dims that change");
}
