using GraphRun.Formats.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Groups the inputs of a node that are written one after the other, as TensorFlow's NodeDef has them, into one argument per input of
/// the op's signature.
/// </summary>
internal static class FlatInputs
{
    /// <summary>The inputs as arguments; as they are when each stands for one input already, lists written as lists.</summary>
    public static List<Operand> Group(Signature signature, List<Operand> inputs, IReadOnlyList<NamedValue> attrs)
    {
        var args = signature.Inputs;
        if (!args.Any(arg => arg.IsList) || inputs.Any(input => input is KeywordOperand) || IsGrouped(args, inputs))
            return inputs;
        var (grouped, next) = (new List<Operand>(), 0);
        for (var i = 0; i < args.Count && next <= inputs.Count; i++)
        {
            var left = inputs.Count - next - (args.Count - 1 - i);
            var count = args[i].IsList ? Math.Clamp(
                GivenLength(args[i], attrs) ?? left, 0, inputs.Count - next) : Math.Min(1, inputs.Count - next);
            var items = inputs.GetRange(next, count);
            if (args[i].IsList)
                grouped.Add(new ListOperand([.. items], items.Count > 0 ? items[0].Origin : default));
            else
                grouped.AddRange(items);
            next += count;
        }

        grouped.AddRange(inputs.Skip(next));
        return grouped;
    }

    private static bool IsGrouped(IReadOnlyList<ArgDef> args, List<Operand> inputs)
    {
        if (args.Count != inputs.Count)
            return false;
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i].IsList && inputs[i] is not ListOperand)
                return false;
        }

        return true;
    }

    /// <summary>The length that an attr gives: <c>N: 2</c>, <c>T: [float32, int32]</c>.</summary>
    private static int? GivenLength(ArgDef arg, IReadOnlyList<NamedValue> attrs)
    {
        var name = arg.NumberAttr ?? arg.TypeListAttr;
        foreach (var attr in attrs)
        {
            if (attr.Name.Text != name)
                continue;
            if (attr.Value.Typed is { } typed)
                return typed is Array array ? array.Length : typed is long count ? (int)Math.Clamp(count, 0, int.MaxValue) : null;
            return LiteralOperands.Of(attr.Value.Written) switch
            {
                ListOperand list => list.Items.Length,
                NumberOperand number when number.Number.TryInteger(out var count) => (int)Int128.Clamp(count, 0, int.MaxValue),
                _ => null,
            };
        }

        return null;
    }
}
