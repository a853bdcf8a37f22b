using NJsonSchema;
using YamlDotNet.Serialization;

namespace Bookstore.Faults;

/// <summary>What <c>openapi.yaml</c> says of requests and answers.</summary>
internal sealed class ApiContract
{
    private readonly JsonNode _document;
    private readonly Dictionary<JsonNode, JsonSchema> _schemas = new(ReferenceEqualityComparer.Instance);

    private ApiContract(JsonNode document)
    {
        _document = document;
        Operations = [.. document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(operation => new ApiOperation(path.Key, operation.Key, operation.Value!)))];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static ApiContract Parse(string yaml)
    {
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        return new ApiContract(JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(graph))!);
    }

    /// <summary>A schema itself, behind its reference.</summary>
    public JsonNode Resolve(JsonNode schema) => schema["$ref"] is { } reference
        ? _document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!
        : schema;

    /// <summary>What of an answer is not described.</summary>
    /// <returns><see langword="null"/> when all is.</returns>
    public async Task<string?> FindFaultAsync(ApiOperation operation, HttpResponseMessage answer)
    {
        if (operation.Definition["responses"]![$"{(int)answer.StatusCode}"] is not { } response)
        {
            return "the status is not described";
        }

        var body = await answer.Content.ReadAsStringAsync();
        if (response["content"] is not { } content)
        {
            return body.Length == 0 ? null : "a body is not described";
        }

        if (answer.Content.Headers.ContentType?.MediaType is not { } type || content[type] is not { } described)
        {
            return $"the content type {answer.Content.Headers.ContentType} is not described";
        }

        if (!type.EndsWith("json", StringComparison.Ordinal))
        {
            return null;
        }

        var errors = (await SchemaOfAsync(described["schema"]!)).Validate(body);
        return errors.Count == 0 ? null : $"the body is not as described: {string.Join("; ", errors)}";
    }

    private async Task<JsonSchema> SchemaOfAsync(JsonNode schema)
    {
        if (!_schemas.TryGetValue(schema, out var parsed))
        {
            // In a schema of its own: a root that is a reference itself is not resolved where another definition has lists of it.
            var root = new JsonObject { ["allOf"] = new JsonArray(schema.DeepClone()), ["definitions"] = _document["components"]!["schemas"]!.DeepClone() };
            Close(root);
            parsed = await JsonSchema.FromJsonAsync(root.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
            _schemas.Add(schema, parsed);
        }

        return parsed;
    }

    // Into JSON Schema proper: null is a type, and what is not listed is not there.
    private static void Close(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array)
            {
                Close(element);
            }
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        foreach (var (_, member) in schema)
        {
            Close(member);
        }

        if (schema["nullable"]?.GetValueKind() == System.Text.Json.JsonValueKind.True && schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.GetValue<string>(), "null");
        }

        if (schema["type"]?.ToString() == "object" && schema["properties"] is JsonObject && schema["additionalProperties"] is null)
        {
            schema["additionalProperties"] = false;
        }
    }
}

/// <summary>An operation of the API.</summary>
internal sealed record ApiOperation(string Path, string Method, JsonNode Definition)
{
    public string Id => Definition["operationId"]!.GetValue<string>();

    public IEnumerable<JsonNode> Parameters => Definition["parameters"]?.AsArray().Select(static parameter => parameter!) ?? [];

    public JsonNode? BodySchema => Definition["requestBody"]?["content"]?["application/json"]?["schema"];
}
