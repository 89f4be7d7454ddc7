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
}
