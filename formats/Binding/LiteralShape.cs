using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>
/// What a literal is before it is a tensor: its shape, the dtype that it has alone, and whether it is a literal throughout.
/// </summary>
internal static class LiteralShape
{
    /// <summary>No tensors and no names in it: numbers, truth values, strings and lists of them.</summary>
    public static bool IsLiteral(Operand operand) => operand switch
    {
        NumberOperand or BooleanOperand or TextOperand => true,
        ListOperand list => Array.TrueForAll(list.Items, IsLiteral),
        _ => false,
    };

    /// <summary>
    /// The dtype of a literal that meets no other: int32, int64 where that is too small, float32 as soon as one fraction is in it, bool or
    /// string; none for an empty list.
    /// </summary>
    public static DType NaturalDType(Operand operand)
    {
        switch (operand)
        {
            case NumberOperand number:
                return Natural(number.Number);
            case BooleanOperand:
                return DType.Bool;
            case TextOperand:
                return DType.String;
            case ListOperand list:
                var dtype = DType.None;
                foreach (var item in list.Items)
                    dtype = Common(dtype, NaturalDType(item));
                return dtype;
            default:
                return DType.None;
        }
    }

    /// <summary>The dtype that two literals have together: a fraction makes integers fractions too.</summary>
    public static DType Common(DType left, DType right) => Breadth(right) > Breadth(left) ? right : left;

    /// <summary>The shape of nested lists, each row as long as the first.</summary>
    /// <exception cref="GraphRunException">A row of another length, with its path; or nested deeper than a tensor's rank.</exception>
    public static Shape Of(Operand operand)
    {
        var dims = new List<long>();
        for (var first = operand; first is ListOperand list; first = list.Items[0])
        {
            dims.Add(list.Items.Length);
            if (list.Items.Length == 0)
                break;
        }

        if (dims.Count > Shape.MaxRank)
        {
            throw new GraphRunException(
                ErrorCode.LimitExceeded, $"a list nested {dims.Count} deep exceeds the largest rank, {Shape.MaxRank}", operand.Origin.Span);
        }

        CheckRows(operand, dims, 0, []);
        return Shape.Of([.. dims]);
    }

    private static DType Natural(Number number)
    {
        if (!number.IsInteger || !number.TryInteger(out var integer))
            return DType.Float32;
        return integer >= int.MinValue && integer <= int.MaxValue ? DType.Int32 : integer <= long.MaxValue ? DType.Int64 : DType.UInt64;
    }

    private static int Breadth(DType dtype) => dtype switch
    {
        DType.None => 0,
        DType.Int32 => 1,
        DType.Int64 => 2,
        DType.UInt64 => 3,
        _ => 4,
    };

    // The depth is that of a shape that has just been checked.
    private static void CheckRows(Operand operand, List<long> dims, int depth, List<int> path)
    {
        var length = operand is ListOperand list ? list.Items.Length : -1;
        if (length != (depth < dims.Count ? dims[depth] : -1))
            throw Ragged(operand, path, length, depth < dims.Count ? dims[depth] : -1);
        for (var i = 0; i < length && depth + 1 <= dims.Count; i++)
        {
            path.Add(i);
            CheckRows(((ListOperand)operand).Items[i], dims, depth + 1, path);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static GraphRunException Ragged(Operand operand, List<int> path, int length, long expected)
    {
        static string Count(long count) => count < 0 ? "a single value" : count == 1 ? "a list of 1 value" : $"a list of {count} values";
        var row = string.Concat(path.Select(index => $"[{index}]"));
        return new GraphRunException(
            ErrorCode.InvalidShape,
            $"row {row} of this list is ragged: expected {Count(expected)}, got {Count(length)}",
            operand.Origin.Span);
    }
}
