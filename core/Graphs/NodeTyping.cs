using GraphRun.Errors;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>
/// Matches the inputs and given attrs of a new node with its op's signature: infers dtypes and counts, fills in defaults, checks what is
/// allowed, and computes the output dtypes. TensorFlow never promotes, so neither does this.
/// </summary>
internal readonly struct NodeTyping
{
    private readonly OpDef op;
    private readonly IReadOnlyList<Output> inputs;
    private readonly object?[] values;
    private readonly string?[] origins;

    private NodeTyping(OpDef op, IReadOnlyList<Output> inputs)
    {
        this.op = op;
        this.inputs = inputs;
        values = new object?[op.Signature.Attrs.Count];
        origins = new string?[values.Length];
    }

    /// <summary>The complete attr values in declaration order.</summary>
    /// <exception cref="GraphRunException">Wrong number or dtypes of inputs; unknown, missing or disallowed attrs.</exception>
    internal static object[] Attrs(OpDef op, IReadOnlyList<Output> inputs, IReadOnlyDictionary<string, object>? given)
    {
        var typing = new NodeTyping(op, inputs);
        typing.Take(given);
        typing.MatchInputs();
        typing.Complete();
        return typing.values!;
    }

    /// <summary>One dtype per output, lists spread out.</summary>
    internal static DType[] OutputDTypes(OpDef op, Attrs attrs)
    {
        var signature = op.Signature;
        if (signature.Outputs is [{ IsList: false } only])
            return [Single(only, attrs)];
        var dtypes = new List<DType>(signature.Outputs.Count);
        foreach (var arg in signature.Outputs)
        {
            if (arg.TypeListAttr is { } list)
                dtypes.AddRange(attrs.DTypes(list));
            else
                dtypes.AddRange(Enumerable.Repeat(Single(arg, attrs), arg.NumberAttr is { } number ? (int)attrs.Int(number) : 1));
        }

        return [.. dtypes];
    }

    /// <summary>The declared input that the input at <paramref name="index"/> belongs to.</summary>
    internal static ArgDef ArgOf(Node node, int index)
    {
        foreach (var arg in node.Op.Signature.Inputs)
        {
            var count = arg.NumberAttr is { } number ? (int)node.Attrs.Int(number)
                : arg.TypeListAttr is { } list ? node.Attrs.DTypes(list).Length : 1;
            if (index < count)
                return arg;
            index -= count;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    private static DType Single(ArgDef arg, Attrs attrs) => arg.TypeAttr is { } type ? attrs.DType(type) : arg.DType;

    private void Take(IReadOnlyDictionary<string, object>? given)
    {
        foreach (var (name, value) in given ?? new Dictionary<string, object>())
        {
            var index = op.Signature.IndexOfAttr(name);
            if (index < 0)
                throw new GraphRunException(ErrorCode.InvalidAttr, $"op {op.Name} has no attr '{name}'", help: AttrHelp(name));
            if (!op.Signature.Attrs[index].Holds(value))
                throw new GraphRunException(ErrorCode.InvalidAttr, $"attr '{name}' of op {op.Name} must be a {op.Signature.Attrs[index].TypeName}");
            values[index] = value;
        }
    }

    private string AttrHelp(string name) =>
        Suggestion.For(name, op.Signature.Attrs.Select(attr => attr.Name))
        ?? (op.Signature.Attrs.Count == 0 ? $"{op.Name} has no attrs" : $"its attrs are {string.Join(", ", op.Signature.Attrs.Select(attr => attr.Name))}");

    private void MatchInputs()
    {
        var next = 0;
        var args = op.Signature.Inputs;
        for (var i = 0; i < args.Count; i++)
        {
            var count = args[i].IsList ? ListLength(args[i], Share(i, inputs.Count - next)) : 1;
            if (count > inputs.Count - next)
                throw WrongCount();
            for (var j = 0; j < count; j++)
                Match(args[i], j, inputs[next + j]);
            if (args[i].TypeListAttr is { } list && values[op.Signature.IndexOfAttr(list)] is null)
                Set(list, inputs.Skip(next).Take(count).Select(input => input.DType).ToArray(), args[i].Name);
            next += count;
        }

        if (next != inputs.Count)
            throw WrongCount();
    }

    /// <summary>How many of the inputs left are for this list: as many as for each later list of the same length, one for all others.</summary>
    private int Share(int index, int left)
    {
        var args = op.Signature.Inputs;
        var lists = 0;
        for (var i = index; i < args.Count; i++)
            lists += i == index || (args[i].NumberAttr is { } number && number == args[index].NumberAttr) ? 1 : 0;
        return (left - (args.Count - index - lists)) / lists;
    }

    private int ListLength(ArgDef arg, int left)
    {
        if (arg.TypeListAttr is { } list)
            return values[op.Signature.IndexOfAttr(list)] is DType[] dtypes ? dtypes.Length : Math.Max(0, left);
        var index = op.Signature.IndexOfAttr(arg.NumberAttr!);
        values[index] ??= (long)Math.Max(0, left);
        return (int)(long)values[index]!;
    }

    private void Match(ArgDef arg, int position, Output input)
    {
        if (arg.IsRef && !input.IsRef)
            throw new GraphRunException(ErrorCode.InvalidArguments, $"input '{arg.Name}' of op {op.Name} must be a variable, got '{input}', which is a value");
        var expected = arg.DType;
        if (arg.TypeListAttr is { } list && values[op.Signature.IndexOfAttr(list)] is DType[] dtypes)
            expected = dtypes[position];
        else if (arg.TypeAttr is { } attr && values[op.Signature.IndexOfAttr(attr)] is DType known)
            expected = known;
        else if (arg.TypeAttr is { } open)
            Set(open, input.DType, arg.Name);
        if (expected != DType.None && expected != input.DType)
            throw Mismatch(arg, input, expected);
    }

    private GraphRunException Mismatch(ArgDef arg, Output input, DType expected)
    {
        var origin = arg.TypeAttr is { } attr ? origins[op.Signature.IndexOfAttr(attr)] : null;
        var reason = origin is not null ? $"type {expected.Name()} of argument '{origin}'" : $"expected type of {expected.Name()}";
        return new GraphRunException(
            ErrorCode.DTypeMismatch,
            $"Input '{arg.Name}' of '{op.Name}' Op has type {input.DType.Name()} that does not match {reason}",
            help: $"convert it: cast({input}, {expected.Name()})");
    }

    private void Set(string attr, object value, string origin)
    {
        var index = op.Signature.IndexOfAttr(attr);
        (values[index], origins[index]) = (value, origin);
    }

    private void Complete()
    {
        for (var i = 0; i < values.Length; i++)
        {
            var attr = op.Signature.Attrs[i];
            values[i] ??= attr.Default ?? throw new GraphRunException(ErrorCode.InvalidAttr, $"op {op.Name} needs attr '{attr.Name}', a {attr.TypeName}");
            Check(attr, values[i]!);
        }
    }

    private void Check(AttrDef attr, object value)
    {
        if (attr.Minimum is { } minimum && (value is Array list ? list.Length : value is long number ? number : minimum) < minimum)
            throw new GraphRunException(ErrorCode.InvalidAttr, $"attr '{attr.Name}' of op {op.Name} {(attr.IsList ? "needs at least" : "must be at least")} {minimum}{(attr.IsList ? " values" : "")}, got {(value is Array array ? array.Length : value)}");
        foreach (var dtype in attr.AllowedDTypes.Count == 0 ? [] : value as DType[] ?? [(DType)value])
        {
            if (!attr.AllowedDTypes.Contains(dtype))
                throw NotAllowed(attr, dtype.Name(), attr.AllowedDTypes.Select(allowed => allowed.Name()), Conversion(attr));
        }

        if (attr.AllowedTexts.Count > 0 && value is string text && !attr.AllowedTexts.Contains(text))
            throw NotAllowed(attr, text, attr.AllowedTexts);
    }

    /// <summary>How the input that gave an attr its dtype would fit; null when none did.</summary>
    private string? Conversion(AttrDef attr)
    {
        var index = op.Signature.Inputs.TakeWhile(arg => arg.TypeAttr != attr.Name && !arg.IsList).Count();
        return index < inputs.Count && op.Signature.Inputs[index].TypeAttr == attr.Name && !op.Signature.Inputs[index].IsList
            ? $"convert it: cast({inputs[index]}, {attr.AllowedDTypes[0].Name()})"
            : null;
    }

    private static GraphRunException NotAllowed(AttrDef attr, string value, IEnumerable<string> allowed, string? help = null) => new(
        attr.Type == AttrType.Type ? ErrorCode.DTypeMismatch : ErrorCode.InvalidAttr,
        $"Value for attr '{attr.Name}' of {value} is not in the list of allowed values: {string.Join(", ", allowed)}",
        help: help);

    private GraphRunException WrongCount()
    {
        var names = string.Join(", ", op.Signature.Inputs.Select(arg => arg.IsList ? $"{arg.Name}..." : arg.Name));
        return new GraphRunException(ErrorCode.InvalidArguments, $"op {op.Name} takes {(names == "" ? "no inputs" : $"inputs ({names})")}, got {inputs.Count}");
    }
}
