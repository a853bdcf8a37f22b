using System.Net.Http.Headers;
using System.Text;

namespace Bookstore.Faults;

/// <summary>How a generated request is meant.</summary>
internal enum RequestKind
{
    Valid,
    Edge,
    Invalid,
}

/// <summary>Makes requests from the API's document, the same ones for the same seed.</summary>
internal sealed class RequestMaker(ApiContract contract, KnownThings known, Random random)
{
    private readonly ValueMaker _values = new(contract, known, random);

    public HttpRequestMessage Make(ApiOperation operation, RequestKind kind)
    {
        var request = new HttpRequestMessage { Method = new HttpMethod(operation.Method.ToUpperInvariant()) };
        var path = operation.Path;
        var query = new List<string>();
        foreach (var parameter in operation.Parameters)
        {
            var name = parameter["name"]!.GetValue<string>();
            var place = parameter["in"]!.GetValue<string>();
            if (place != "path" && parameter["required"]?.GetValue<bool>() != true && random.Next(2) == 0)
            {
                continue;
            }

            // Most orders have no money that can go back.
            var meaning = (name, operation.Id) switch { ("order_id", "createRefund") => "refundable_order_id", ("customer_id", "exportCustomer" or "eraseCustomer") => "known_customer_id", _ => name };
            var value = Value(meaning, parameter["schema"]!, kind)?.ToString() ?? string.Empty;
            switch (place)
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value.Trim('.', '/').Length == 0 ? "x" : value), StringComparison.Ordinal);
                    break;
                case "query":
                    query.Add($"{name}={Uri.EscapeDataString(value)}");
                    break;
                default:
                    request.Headers.TryAddWithoutValidation(name, new string([.. value.Where(static letter => letter is > ' ' and < '\u007f')]));
                    break;
            }
        }

        request.RequestUri = new Uri(path + (query.Count == 0 ? string.Empty : "?" + string.Join('&', query)), UriKind.Relative);
        request.Headers.Add("X-API-Key", kind == RequestKind.Invalid && random.Next(20) == 0 ? "wrong" : HostProcess.Key);
        request.Content = operation.BodySchema is { } schema ? Body(schema, kind) : null;
        return request;
    }

    private JsonNode? Value(string name, JsonNode schema, RequestKind kind) => kind switch
    {
        RequestKind.Edge when random.Next(2) == 0 => _values.AtLimit(name, schema),
        RequestKind.Invalid when random.Next(2) == 0 => _values.Bad(schema),
        _ => _values.Good(name, schema),
    };

    private ByteArrayContent Body(JsonNode schema, RequestKind kind)
    {
        var body = _values.Good("body", schema)!.AsObject();
        if (kind != RequestKind.Valid)
        {
            Spoil(body, contract.Resolve(schema), kind);
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        var content = new ByteArrayContent(kind == RequestKind.Invalid ? SpoilBytes(bytes) : bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(kind == RequestKind.Invalid && random.Next(10) == 0 ? "text/plain" : "application/json");
        return content;
    }

    // One member at its limit or beyond, or left out.
    private void Spoil(JsonObject body, JsonNode schema, RequestKind kind)
    {
        var members = ValueMaker.Members(schema).ToList();
        var (name, member) = members[random.Next(members.Count)];
        if (kind == RequestKind.Edge)
        {
            body[name] = _values.AtLimit(name, member!);
        }
        else if (random.Next(3) == 0)
        {
            body.Remove(name);
        }
        else
        {
            body[name] = _values.Bad(member!);
        }
    }

    private byte[] SpoilBytes(byte[] bytes) => random.Next(12) switch
    {
        0 => bytes[..random.Next(bytes.Length)],
        1 => [.. bytes, (byte)'}'],
        2 => [0xff, 0xfe, .. bytes],
        3 => "[]"u8.ToArray(),
        4 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\":", "\": 1e999, \"twice\":", StringComparison.Ordinal)),
        5 => "{\"customer_id\":\"\\ud800\",\"title\":\"\\ud800\",\"address\":\"\\ud800\"}"u8.ToArray(),
        _ => bytes,
    };
}
