using System.Diagnostics.CodeAnalysis;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// The fields of a message by name and number, for what works on messages of all kinds: the text format and the search for damage. The
/// descriptors of protobuf know the same but need reflection.
/// </summary>
internal sealed class MessageSchema(string name)
{
    private readonly List<FieldSchema> fields = [];
    private readonly Dictionary<string, FieldSchema> byName = [];
    private readonly Dictionary<int, FieldSchema> byNumber = [];

    public string Name { get; } = name;

    public IReadOnlyList<FieldSchema> Fields => fields;

    /// <summary>An entry of a map, whose fields are <c>key</c> and <c>value</c>.</summary>
    public bool IsEntry { get; private init; }

    /// <summary>Text files may have fields here that nobody reads.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Fields of newer files that nobody reads, in a message that has no others.</summary>
    public string[] PassedOver { get; init; } = [];

    public bool TryGet(string name, [MaybeNullWhen(false)] out FieldSchema field) => byName.TryGetValue(name, out field);

    public bool TryGet(int number, [MaybeNullWhen(false)] out FieldSchema field) => byNumber.TryGetValue(number, out field);

    public MessageSchema Add(string name, int number, FieldKind kind) => Add(new FieldSchema(name, number, kind));

    public MessageSchema AddList(string name, int number, FieldKind kind) => Add(new FieldSchema(name, number, kind, IsRepeated: true));

    public MessageSchema Add(string name, int number, MessageSchema message) =>
        Add(new FieldSchema(name, number, FieldKind.Message, Message: message));

    public MessageSchema AddList(string name, int number, MessageSchema message) =>
        Add(new FieldSchema(name, number, FieldKind.Message, IsRepeated: true, message));

    /// <summary>A map from texts to messages.</summary>
    public MessageSchema AddMap(string name, int number, MessageSchema message) =>
        AddList(name, number, Entry(name).Add("key", 1, FieldKind.Text).Add("value", 2, message));

    /// <summary>A map from texts to texts.</summary>
    public MessageSchema AddTexts(string name, int number) =>
        AddList(name, number, Entry(name).Add("key", 1, FieldKind.Text).Add("value", 2, FieldKind.Text));

    private static MessageSchema Entry(string name) => new(name) { IsEntry = true };

    private MessageSchema Add(FieldSchema field)
    {
        fields.Add(field);
        byName.Add(field.Name, field);
        byNumber.Add(field.Number, field);
        return this;
    }
}
