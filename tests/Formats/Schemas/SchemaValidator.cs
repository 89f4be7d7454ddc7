using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphRun.Tests.Formats.Schemas;

/// <summary>The keywords of JSON Schema draft-07 that the schema of graph files uses; another keyword is an error of the schema.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    private const string Definitions = "#/definitions/";

    public bool IsValid(JsonElement value) => IsValid(root, value);

    private bool IsValid(JsonElement schema, JsonElement value)
    {
        // In draft-07 a $ref hides what stands beside it.
        if (schema.TryGetProperty("$ref", out var reference))
            return IsValid(root.GetProperty("definitions").GetProperty(reference.GetString()![Definitions.Length..]), value);
        return schema.EnumerateObject().All(keyword => Holds(schema, keyword, value));
    }

    private bool Holds(JsonElement schema, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "$schema" or "title" or "description" or "definitions" or "default" or "then" => true,
        "type" => Texts(keyword.Value).Any(type => IsOfType(value, type)),
        "enum" => keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)),
        "const" => JsonElement.DeepEquals(keyword.Value, value),
        "anyOf" => keyword.Value.EnumerateArray().Any(branch => IsValid(branch, value)),
        "allOf" => keyword.Value.EnumerateArray().All(branch => IsValid(branch, value)),
        "if" => !IsValid(keyword.Value, value) || IsValid(schema.GetProperty("then"), value),
        "required" => value.ValueKind != JsonValueKind.Object || Texts(keyword.Value).All(name => value.TryGetProperty(name, out _)),
        "properties" => Members(value).All(member => !keyword.Value.TryGetProperty(member.Name, out var inner) || IsValid(inner, member.Value)),
        "additionalProperties" => Members(value).Where(member => !IsDeclared(schema, member.Name)).All(member => Allows(keyword.Value, member.Value)),
        "propertyNames" => Members(value).All(member => IsValid(keyword.Value, JsonSerializer.SerializeToElement(member.Name))),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => IsValid(keyword.Value, item)),
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= keyword.Value.GetInt32(),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= keyword.Value.GetInt32(),
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
        _ => throw new NotSupportedException($"keyword {keyword.Name}"),
    };

    private bool Allows(JsonElement additional, JsonElement value) =>
        additional.ValueKind == JsonValueKind.Object ? IsValid(additional, value) : additional.GetBoolean();

    private static bool IsDeclared(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static JsonElement.ObjectEnumerator Members(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;

    private static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(text => text.GetString()!) : [value.GetString()!];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
