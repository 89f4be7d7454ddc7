using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// What Python code computes while it builds a graph, for functions that stand in graph files: the dtype of a tensor, the parts of an
/// argument that is a number or a pair, a word in any case of letters.
/// </summary>
internal static class StaticBuilders
{
    /// <summary><c>static_dtype(x)</c>, Python's <c>x.dtype</c>.</summary>
    public static Builder StaticDType { get; } = new()
    {
        Names = ["static_dtype"],
        Signature = ["input: tensor"],
        Expand = call =>
        {
            call.RefuseRest();
            return new WordOperand(call.Tensor("input").DType.Name(), call.Origin);
        },
    };

    /// <summary><c>static_item(value, index)</c>: an item of a list; what is no list stands for each of its items.</summary>
    public static Builder StaticItem { get; } = new()
    {
        Names = ["static_item"],
        Signature = ["value: tensor", "index: int"],
        Expand = call =>
        {
            call.RefuseRest();
            var index = call.Attr<long>("index");
            if (call["value"] is not ListOperand list)
                return call["value"];
            return index >= 0 && index < list.Items.Length ? list.Items[index] : throw call.Error(
                $"expected a number or a list of at least {index + 1}, got {list.Origin.Text}");
        },
    };

    /// <summary><c>static_upper(text)</c>, Python's <c>text.upper()</c>.</summary>
    public static Builder StaticUpper { get; } = new()
    {
        Names = ["static_upper"],
        Signature = ["text: string"],
        Expand = call =>
        {
            call.RefuseRest();
            return new TextOperand(call.Attr<string>("text").ToUpperInvariant(), call.Origin);
        },
    };

    /// <summary>
    /// <c>if_given(argument, given_fn, missing_fn)</c>: the value of one of two functions without parameters; the second one's for None.
    /// </summary>
    public static Builder IfGiven { get; } = new()
    {
        Names = ["if_given"],
        Signature = ["argument: tensor", "given_fn: func", "missing_fn: func"],
        Expand = call =>
        {
            call.RefuseRest();
            return Choice(call, call.Has("argument") ? "given_fn" : "missing_fn");
        },
    };

    /// <summary>
    /// <c>tf.contrib.framework.smart_cond</c>: a cond; of a pred that is written <c>true</c> or <c>false</c> one branch is left, in place.
    /// </summary>
    public static Builder SmartCond { get; } = new()
    {
        Names = ["smart_cond"],
        Signature = ["pred: tensor", "true_fn: func", "false_fn: func", "args: tensor = None"],
        Expand = call =>
        {
            if (call["pred"] is not BooleanOperand pred)
                return CondBuilder.Cond.Expand(call);
            call.RefuseRest();
            return Choice(call, pred.Value ? "true_fn" : "false_fn");
        },
    };

    /// <summary><c>static_case(text, [[text, fn], ...])</c>: the value of the function beside the text that is equal.</summary>
    public static Builder StaticCase { get; } = new()
    {
        Names = ["static_case"],
        Signature = ["text: string", "pairs: tensor"],
        Expand = call =>
        {
            call.RefuseRest();
            var (text, texts) = (call.Attr<string>("text"), new List<string>());
            foreach (var pair in ((ListOperand)call["pairs"]).Items.Cast<ListOperand>())
            {
                if (pair.Items[0] is TextOperand candidate && candidate.Text == text)
                    return Value(call, FunctionArguments.Of(call.Context, pair.Items[1]));
                texts.Add($"'{((TextOperand)pair.Items[0]).Text}'");
            }

            throw new GraphRunException(
                ErrorCode.InvalidArguments, $"'{Printable.Text(text)}' is none of {string.Join(", ", texts)}", call["text"].Origin.Span);
        },
    };

    private static Operand Choice(Call call, string parameter) => Value(call, FunctionArguments.Of(call.Context, call[parameter]));

    /// <summary>A lambda that is written in the call makes its nodes as if it were written in the place of the call.</summary>
    private static Operand Value(Call call, FunctionOperand function) =>
        function is { Expression: { } expression } && function.Scope == call.Context
            ? Evaluator.Evaluate(call.Context, expression, function.Body, call.Name)
            : FunctionBinding.Inline(call.Context, function, [], call.Name);
}
