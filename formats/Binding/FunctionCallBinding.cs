using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Binds an op that calls functions, such as If and While: each function is bound for the arguments of this call, and what it uses of the
/// graph around becomes further inputs of the node.
/// </summary>
internal static class FunctionCallBinding
{
    /// <param name="attrs">The attrs that are no functions.</param>
    /// <param name="argument">The operand for an input of the signature.</param>
    public static Operand Bind(Call call, OpCallee callee, Dictionary<string, object> attrs, Func<int, Operand> argument)
    {
        var signature = callee.Op.Signature;
        var last = signature.Inputs.Count - 1;
        var operands = Enumerable.Range(0, signature.Inputs.Count).Select(argument).ToList();
        var inputs = InputBinding.Bind(call.Context, callee.Op, operands, attrs);
        var functions = Functions(call, callee);
        if (functions is [{ Declaration.IsList: false, Functions: [var only] }])
            return FunctionBinding.Inline(call.Context, only, Operands(call, inputs), call.Name);
        var isLoop = signature.Outputs[0].TypeListAttr == signature.Inputs[last].TypeListAttr;
        var node = isLoop
            ? FunctionNodes.Repeat(call, callee.Op, call.Name, inputs, functions, others: Others(signature, attrs))
            : FunctionNodes.Choose(call, callee.Op, call.Name, inputs[..last], inputs[last..], functions, Others(signature, attrs));
        return call.Result(new Output(node, 0));
    }

    private static List<FunctionNodes.Attr> Functions(Call call, OpCallee callee)
    {
        var functions = new List<FunctionNodes.Attr>();
        foreach (var attr in callee.Op.Signature.Attrs.Where(attr => attr.Type == AttrType.Function))
        {
            var given = call[callee.Parameters.IndexOf(attr.Name)];
            functions.Add(new FunctionNodes.Attr(attr, FunctionArguments.All(call.Context, given)));
        }

        return functions;
    }

    /// <summary>The attrs that do not follow from inputs and functions.</summary>
    private static Dictionary<string, object> Others(Signature signature, Dictionary<string, object> attrs) => attrs
        .Where(pair => signature.Attrs[signature.IndexOfAttr(pair.Key)].Type != AttrType.Type)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    private static List<Operand> Operands(Call call, Output[] inputs) =>
    [
        .. inputs.Select(input => new TensorOperand(input, input.Node.OutputDTypes.Length == 1, call.Origin)),
    ];
}
