using System.Diagnostics;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>The attr values of a node, every declared attr present and of its declared type. Immutable.</summary>
public sealed class Attrs
{
    private readonly Signature signature;
    private readonly object[] values;

    internal Attrs(Signature signature, object[] values)
    {
        this.signature = signature;
        this.values = values;
    }

    /// <summary>Names and values in the order of the op's declaration.</summary>
    public IEnumerable<(AttrDef Attr, object Value)> All => signature.Attrs.Select((attr, index) => (attr, values[index]));

    public object this[string name] =>
        signature.IndexOfAttr(name) is >= 0 and var index ? values[index] : throw new UnreachableException($"the op declares no attr '{name}'");

    /// <summary>The same attrs with another value for one of them, of its declared type.</summary>
    public Attrs With(string name, object value)
    {
        var changed = (object[])values.Clone();
        changed[signature.IndexOfAttr(name)] = value;
        return new Attrs(signature, changed);
    }

    /// <summary>Whether both are attrs of one op with the same values; tensors are the same when they are one object.</summary>
    internal bool Equals(Attrs other)
    {
        if (signature != other.signature)
            return false;
        for (var i = 0; i < values.Length; i++)
        {
            if (!AreEqual(values[i], other.values[i]))
                return false;
        }

        return true;
    }

    /// <summary>Whether the op declares an attr of this name.</summary>
    public bool Has(string name) => signature.IndexOfAttr(name) >= 0;

    public long Int(string name) => (long)this[name];

    public float Float(string name) => (float)this[name];

    public bool Bool(string name) => (bool)this[name];

    public string Text(string name) => (string)this[name];

    public DType DType(string name) => (DType)this[name];

    public Shape Shape(string name) => (Shape)this[name];

    public Tensor Tensor(string name) => (Tensor)this[name];

    public FunctionReference Function(string name) => (FunctionReference)this[name];

    public long[] Ints(string name) => (long[])this[name];

    public float[] Floats(string name) => (float[])this[name];

    public string[] Texts(string name) => (string[])this[name];

    public DType[] DTypes(string name) => (DType[])this[name];

    public Shape[] Shapes(string name) => (Shape[])this[name];

    public FunctionReference[] Functions(string name) => (FunctionReference[])this[name];

    // Floats by their bits, as object.Equals compares them only up to NaN: 0 and -0 are not the same attr.
    private static bool AreEqual(object left, object right) => (left, right) switch
    {
        (float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y),
        (long[] x, long[] y) => x.AsSpan().SequenceEqual(y),
        (string[] x, string[] y) => x.AsSpan().SequenceEqual(y),
        (DType[] x, DType[] y) => x.AsSpan().SequenceEqual(y),
        (Shape[] x, Shape[] y) => x.AsSpan().SequenceEqual(y),
        (Array, _) => ReferenceEquals(left, right),
        _ => left.Equals(right),
    };
}
