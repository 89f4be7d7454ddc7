using System.Globalization;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// Functions in which attrs stand for those of the call (<c>placeholder: "T"</c>): for each set of values that calls give, a function is
/// made in which the values stand, as TensorFlow instantiates them (<c>core/framework/function.cc</c>).
/// </summary>
internal sealed class FunctionTemplates
{
    /// <summary>A function that passes itself on to itself would have no end of them.</summary>
    private const int MaxInstances = 10_000;

    /// <summary>Of functions given to functions.</summary>
    private const int MaxDepth = 50;

    private readonly string file;
    private readonly Dictionary<string, FunctionMessage> functions = [];
    private readonly HashSet<string> templates = [];
    private readonly Dictionary<string, string> names = [];
    private readonly Queue<FunctionMessage> made = [];
    private long nodes;

    /// <param name="library">All functions of the file.</param>
    /// <param name="file">What messages call it.</param>
    public FunctionTemplates(IEnumerable<FunctionMessage> library, string file)
    {
        this.file = file;
        foreach (var function in library)
        {
            if (function.Signature is not null && functions.TryAdd(function.Signature.Name, function) && IsTemplate(function))
                templates.Add(function.Signature.Name);
        }
    }

    /// <summary>Whether a function can only be called with attrs.</summary>
    public bool Contains(FunctionMessage function) => templates.Contains(function.Signature?.Name ?? "");

    /// <summary>Lets a node call functions made for it where it calls templates.</summary>
    /// <exception cref="GraphRunException">An attr that the call does not give, or no end of functions.</exception>
    public void Resolve(NodeMessage node)
    {
        if (templates.Count == 0)
            return;
        if (templates.Contains(node.Op))
        {
            node.Op = Instance(node.Op, node.Attr.Where(attr => !attr.Key.StartsWith('_')));
            foreach (var name in node.Attr.Keys.Where(name => !name.StartsWith('_')).ToList())
                node.Attr.Remove(name);
        }

        foreach (var attr in node.Attr.Values)
            Resolve(attr);
    }

    /// <summary>The functions made so far, and those that they make necessary.</summary>
    public IEnumerable<FunctionMessage> Instances()
    {
        while (made.TryDequeue(out var function))
        {
            foreach (var node in function.NodeDef)
                Resolve(node);
            yield return function;
        }
    }

    private static bool IsTemplate(FunctionMessage function) =>
        function.Signature.InputArg.Concat(function.Signature.OutputArg).Any(arg => arg.TypeAttr.Length > 0)
        || function.NodeDef.Any(node => node.Attr.Values.Any(HasPlaceholder));

    // As deep as messages, which are bounded.
    private static bool HasPlaceholder(AttrMessage attr) => attr.ValueCase switch
    {
        AttrMessage.ValueOneofCase.Placeholder => true,
        AttrMessage.ValueOneofCase.Func => attr.Func.Attr.Values.Any(HasPlaceholder),
        AttrMessage.ValueOneofCase.List => attr.List.Func.Any(callee => callee.Attr.Values.Any(HasPlaceholder)),
        _ => false,
    };

    private static int Depth(AttrMessage attr) => 1 + (attr.ValueCase switch
    {
        AttrMessage.ValueOneofCase.Func => attr.Func.Attr.Values.Select(Depth).DefaultIfEmpty().Max(),
        AttrMessage.ValueOneofCase.List => attr.List.Func.SelectMany(callee => callee.Attr.Values).Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    });

    private void Resolve(AttrMessage attr)
    {
        if (attr.ValueCase == AttrMessage.ValueOneofCase.Func)
            Resolve(attr.Func);
        else if (attr.ValueCase == AttrMessage.ValueOneofCase.List)
        {
            foreach (var callee in attr.List.Func)
                Resolve(callee);
        }
    }

    private void Resolve(CalleeMessage callee)
    {
        if (!templates.Contains(callee.Name))
            return;
        callee.Name = Instance(callee.Name, callee.Attr);
        callee.Attr.Clear();
    }

    /// <summary>The name of the function with these values.</summary>
    private string Instance(string template, IEnumerable<KeyValuePair<string, AttrMessage>> attrs)
    {
        var values = new SortedDictionary<string, AttrMessage>(StringComparer.Ordinal);
        var key = new StringBuilder(template);
        foreach (var (name, value) in attrs.OrderBy(attr => attr.Key, StringComparer.Ordinal))
        {
            if (Depth(value) > MaxDepth)
                throw new GraphRunException(
                    ErrorCode.LimitExceeded,
                    $"{Printable.Text(file)}: function '{Printable.Text(template)}': attr '{Printable.Text(name)}' is nested deeper "
                    + $"than {MaxDepth}");
            values[name] = value;
            key.Append('\0').Append(name).Append('\0').Append(MessageFile.Encode(value));
        }

        if (names.TryGetValue(key.ToString(), out var known))
            return known;
        nodes += functions[template].NodeDef.Count;
        if (names.Count == MaxInstances || nodes > DocumentLimits.MaxExpandedNodes)
            throw new GraphRunException(
                ErrorCode.LimitExceeded,
                $"{Printable.Text(file)}: its functions are called with more than {MaxInstances} sets of attrs, or have too many nodes");
        var instance = functions[template].Clone();
        instance.Signature.Name = names[key.ToString()] = Unique(template);
        new Substitution(values, template, file).Apply(instance);
        made.Enqueue(instance);
        return instance.Signature.Name;
    }

    private string Unique(string template)
    {
        var number = names.Count;
        while (functions.ContainsKey(Numbered(number)))
            number++;
        return Numbered(number);

        string Numbered(int suffix) => string.Create(CultureInfo.InvariantCulture, $"{template}__{suffix}");
    }

    /// <summary>Puts the values of a call into a copy of the function.</summary>
    private sealed class Substitution(SortedDictionary<string, AttrMessage> values, string function, string file)
    {
        public void Apply(FunctionMessage instance)
        {
            foreach (var argument in instance.Signature.InputArg.Concat(instance.Signature.OutputArg))
            {
                if (argument.TypeAttr.Length > 0)
                    (argument.Type, argument.TypeAttr) = (Value(argument.TypeAttr).Type, "");
            }

            foreach (var node in instance.NodeDef)
            {
                foreach (var attr in node.Attr.Values)
                    Apply(attr);
            }
        }

        private void Apply(AttrMessage attr)
        {
            if (attr.ValueCase == AttrMessage.ValueOneofCase.Placeholder)
                attr.MergeFrom(Value(attr.Placeholder));
            else if (attr.ValueCase == AttrMessage.ValueOneofCase.Func)
                Apply(attr.Func);
            else if (attr.ValueCase == AttrMessage.ValueOneofCase.List)
            {
                foreach (var callee in attr.List.Func)
                    Apply(callee);
            }
        }

        private void Apply(CalleeMessage callee)
        {
            foreach (var attr in callee.Attr.Values)
                Apply(attr);
        }

        private AttrMessage Value(string name) => values.TryGetValue(name, out var value) ? value : throw new GraphRunException(
            ErrorCode.InvalidModel,
            $"{Printable.Text(file)}: function '{Printable.Text(function)}' is called without a value for its attr "
            + $"'{Printable.Text(name)}'");
    }
}
