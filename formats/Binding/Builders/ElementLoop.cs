using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// A loop over the parts of tensors along their first dim, as <c>tf.map_fn</c>, <c>tf.scan</c> and <c>tf.foldl</c> have it: the function
/// is called with what it has accumulated and the parts at one index.
/// </summary>
internal sealed class ElementLoop
{
    private readonly Call call;
    private readonly FunctionOperand function;
    private readonly List<Output> elements;
    private readonly List<Output> lists;
    private readonly Output count;
    private readonly bool isReversed;

    /// <param name="accumulated">How many values the function gets besides the parts; null for as many as there are parts.</param>
    public ElementLoop(Call call, int? accumulated, bool isReversed)
    {
        (this.call, this.isReversed) = (call, isReversed);
        function = FunctionArguments.Of(call.Context, call["fn"]);
        elements = IsOneLiteral(Values.Resolve(call.Context, call["elems"]), accumulated)
            ? [call.Tensor("elems")]
            : CondBuilder.Tensors(call, "elems");
        if (elements.Count == 0 || elements.Exists(element => element.Shape.Rank == 0))
            throw call.Error("elems must be tensors of at least one dim", "give a vector or matrix");
        lists = [.. elements.Select(element => Add("TensorListFromTensor", [element, ShapeTensor(Graph, Part(element.Shape))]))];
        count = Add("TensorListLength", [lists[0]]);
    }

    private GraphBuilder Graph => call.Context.Graph;

    /// <summary>The parts with which the loop would begin, for functions that start from them.</summary>
    public List<Output> FirstParts()
    {
        var index = isReversed ? Add("Sub", [count, Constant(1)]) : Constant(0);
        return [.. lists.Select((list, i) => Part(Graph, list, index, elements[i]))];
    }

    /// <summary>Runs the loop.</summary>
    /// <param name="accumulated">The first values of what the function gets and gives on; none for a map.</param>
    /// <param name="start">The number of parts that are in <paramref name="accumulated"/> already.</param>
    /// <param name="collects">The results of every call are stacked; else the last ones are the result.</param>
    public TensorOperand Run(List<Output> accumulated, int start, bool collects)
    {
        Output index = default;
        List<Output> state = [];
        var body = FunctionBody.Bind(call.Context, function, accumulated.Count > 0 ? accumulated.Count : null, inner =>
        {
            index = inner.AddParameter(DType.Int32, Shape.Scalar);
            state = [.. accumulated.Select(value => inner.AddParameter(value.DType, value.Shape))];
            var at = At(inner, index);
            return Arguments(state, [.. lists.Select((list, i) => Part(inner.Context.Graph, inner.Capture(list), at, elements[i]))]);
        });
        var results = body.Results.Select((_, i) => body.Output(i, i < accumulated.Count ? accumulated[i].DType : DType.None)).ToList();
        RequireInvariants(accumulated, results);
        var kept = collects ? results.Select((result, i) => Reserve(result, start > 0 ? accumulated[i] : null)).ToList() : [];
        var changed = kept.Select((_, i) => Keep(body, index, results[i])).ToList();
        var next = body.Context.Graph.Call("AddV2", index, body.Context.Graph.Constant(Tensor.Scalar(1)));
        var loop = Loop(body, [Constant(start), .. accumulated, .. kept], [next, .. accumulated.Count > 0 ? results : [], .. changed]);
        if (!collects)
            return WhileLoopBuilder.Values(call, loop, 1, accumulated.Count);
        return Stacked(loop, 1 + accumulated.Count, results);
    }

    /// <summary>
    /// What the function is called with: a parameter for each value, or as in TensorFlow one for all that is accumulated and one for all
    /// parts.
    /// </summary>
    private Operand[] Arguments(List<Output> state, List<Output> parts)
    {
        var (left, right) = (Operands(state), Operands(parts));
        if (function.Parameters?.Count != (left.Length > 0 ? 2 : 1))
            return [.. left, .. right];
        return left.Length > 0 ? [Together(left), Together(right)] : [Together(right)];
    }

    private Operand[] Operands(List<Output> outputs) =>
        [.. outputs.Select(output => new TensorOperand(output, IsWhole: true, function.Origin))];

    private Operand Together(Operand[] values) => values.Length == 1 ? values[0] : new ListOperand(values, function.Origin);

    /// <summary>
    /// A list without tensors is one constant, save where the function has a parameter for each of the lists in it.
    /// </summary>
    private bool IsOneLiteral(Operand elems, int? accumulated)
    {
        if (elems is not ListOperand list || list.Items.Length == 0 || Values.DTypeOf(list) != DType.None)
            return false;
        var parameters = (accumulated ?? list.Items.Length) + list.Items.Length;
        return function.Parameters?.Count != parameters || !Array.TrueForAll(list.Items, item => item is ListOperand);
    }

    /// <summary>The shape of a part.</summary>
    private static Shape Part(Shape shape) => shape.HasRank ? Shape.Of(shape.Dims[1..]) : shape;

    private static Output Part(GraphBuilder graph, Output list, Output index, Output element)
    {
        var dtype = new Dictionary<string, object> { ["element_dtype"] = element.DType };
        return graph.Call("TensorListGetItem", [list, index, ShapeTensor(graph, Part(element.Shape))], dtype);
    }

    /// <summary>A shape as list ops take it: -1 for unknown dims, the scalar -1 for an unknown rank.</summary>
    private static Output ShapeTensor(GraphBuilder graph, Shape shape) => graph.Constant(
        shape.HasRank ? Tensor.Vector<int>([.. shape.Dims.ToArray().Select(dim => checked((int)dim))]) : Tensor.Scalar(-1));

    private Output At(FunctionBody body, Output index)
    {
        if (!isReversed)
            return index;
        var graph = body.Context.Graph;
        return graph.Call("Sub", graph.Call("Sub", body.Capture(count), graph.Constant(Tensor.Scalar(1))), index);
    }

    /// <summary>A list for one of the results, perhaps with the first one in it.</summary>
    private Output Reserve(Output result, Output? first)
    {
        var dtype = ("element_dtype", (object)result.DType);
        var list = Add("TensorListReserve", [ShapeTensor(Graph, result.Shape), count], dtype);
        if (first is not { } value)
            return list;
        var index = isReversed ? Add("Sub", [count, Constant(1)]) : Constant(0);
        return Add("TensorListSetItem", [list, index, value]);
    }

    private Output Keep(FunctionBody body, Output index, Output result) =>
        body.Context.Graph.Call("TensorListSetItem", body.AddParameter(DType.Variant, Shape.Scalar), At(body, index), result);

    private Node Loop(FunctionBody body, List<Output> start, List<Output> results)
    {
        var test = new FunctionBuilder(Graph);
        var index = test.AddParameter("_index", DType.Int32, Shape.Scalar);
        foreach (var (value, i) in start.Skip(1).Select((value, i) => (value, i)))
            test.AddParameter($"_value{i}", value.DType, value.Shape);
        var goesOn = test.Body.Call("Less", index, test.Capture(count));
        var captures = body.Captures.Concat(test.Captures).Distinct().ToList();
        results.AddRange(captures.Select(body.Capture));
        var name = call.Below("while");
        var condition = test.Build($"{name}/cond", [goesOn], [], captures);
        Graph.AddFunction(condition);
        return call.Context.Add(
            Catalogue.Get("While"),
            name,
            [.. start, .. captures],
            new Dictionary<string, object>
            {
                ["cond"] = new FunctionReference(condition.Name),
                ["body"] = body.Define(Graph, $"{name}/body", results, captures),
            },
            call.Origin,
            body.Controls);
    }

    private TensorOperand Stacked(Node loop, int first, List<Output> results)
    {
        var length = elements[0].Shape.HasRank ? elements[0].Shape[0] : Shape.Unknown;
        var stacked = new Output[results.Count];
        for (var i = 0; i < stacked.Length; i++)
        {
            stacked[i] = Add(
                "TensorListStack",
                [new Output(loop, first + i), ShapeTensor(Graph, results[i].Shape)],
                ("element_dtype", results[i].DType),
                ("num_elements", length));
        }

        return call.Add(stacked.Length == 1 ? "Identity" : "IdentityN", call.Name, stacked);
    }

    private void RequireInvariants(List<Output> accumulated, List<Output> results)
    {
        for (var i = 0; i < accumulated.Count; i++)
        {
            if (results[i].DType != accumulated[i].DType)
                throw call.Error($"'{accumulated[i]}' starts as {accumulated[i].DType.Name()}, but fn makes it {results[i].DType.Name()}");
            if (!accumulated[i].Shape.Covering(results[i].Shape).Equals(accumulated[i].Shape))
                throw FunctionNodes.NoInvariant(call, accumulated[i], accumulated[i].Shape, results[i].Shape);
        }
    }

    private Output Constant(int value) => call.Context.Constant(Tensor.Scalar(value), call.Below("index"), call.Origin);

    private Output Add(string op, IReadOnlyList<Output> inputs, params (string Name, object Value)[] attrs) =>
        call.Context.Add(op, call.Below(op), inputs, call.Origin, attrs);
}
