// Sends generated requests that the OpenAPI document allows through a validating proxy, and fails on each answer that the document does not describe.
// Usage: dotnet run generated-requests.cs -- <bookstore.openapi.json> <address of the proxy> <requests> [seed]
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

const string ProxyProblem = "stoplight.io/prism/errors";
const string Violations = "sl-violations";
var (document, address, count) = (JsonNode.Parse(File.ReadAllText(args[0]))!, new Uri(args[1]), int.Parse(args[2]));
var random = new Random(args.Length > 3 ? int.Parse(args[3]) : 1);
string[] isbns = ["9780143127550", "9780262033848", "9780140449136", "9780141439587", "9780141439600", "9780000000002", "0141439580"];
string[] cards = ["4111111111111111", "4111111111111111", "4000000000000002", "4000000000000119", "4000000000005126", "4000000000001976"];
// Nobody listens at the first: what is sent there fails at once.
string[] hooks = ["https://127.0.0.1/hooks", "https://127.0.0.1/hooks", "http://127.0.0.1/hooks", "nowhere"];
string[] types = ["order.*", "stock.changed", "book.saved", "order.bought"];
var audits = new List<string>();
var (orders, deliveries, reservations, quotes, webhooks, refunds, returns, keys, tags) = (new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string> { "\"gone\"", "*" });
var operations = document["paths"]!.AsObject()
    .SelectMany(path => path.Value!.AsObject().Where(entry => entry.Key is "get" or "put" or "post" or "delete").Select(entry => (Path: path.Key, Method: entry.Key, Operation: entry.Value!)))
    .ToList();
var statuses = new SortedDictionary<string, int>(StringComparer.Ordinal);
var faults = new List<string>();
using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
var clock = Stopwatch.StartNew();
for (var sent = 0; sent < count && faults.Count < 20; sent++)
{
    // An order first, then orders more often than the rest, so that there is something to read, cancel and deliver.
    var (path, method, operation) = sent == 0 || random.Next(5) == 0 ? operations.First(one => Id(one.Operation) == "placeOrder") : operations[random.Next(operations.Count)];
    using var request = Make(path, method, operation);
    using var answer = await http.SendAsync(request);
    var body = await answer.Content.ReadAsStringAsync();
    var status = (int)answer.StatusCode;
    statuses[$"{Id(operation)} {status}"] = statuses.GetValueOrDefault($"{Id(operation)} {status}") + 1;
    if (body.Contains(ProxyProblem, StringComparison.Ordinal) || answer.Headers.Contains(Violations))
    {
        var violations = answer.Headers.TryGetValues(Violations, out var values) ? string.Join(' ', values) : body;
        faults.Add($"{request.Method} {request.RequestUri}: {status} {violations[..Math.Min(violations.Length, 800)]}");
    }

    Learn(answer, body);
}

foreach (var (what, times) in statuses)
{
    Console.WriteLine($"{what}: {times}");
}

faults.ForEach(fault => Console.Error.WriteLine("not as the document says: " + fault));
// Most operations have to be seen to succeed, or the requests say little.
var successes = statuses.Keys.Where(what => what.Split(' ')[1][0] == '2').Select(what => what.Split(' ')[0]).Distinct().Count();
Console.WriteLine($"{statuses.Values.Sum()} answers judged in {clock.Elapsed.TotalSeconds:0} s, {statuses.Count} kinds, {successes} of {operations.Count} operations succeeded, {faults.Count} violations");
return faults.Count == 0 && statuses.Values.Sum() == count && successes * 3 >= operations.Count * 2 ? 0 : 1;

static string Id(JsonNode operation) => (string)operation["operationId"]!;

HttpRequestMessage Make(string path, string method, JsonNode operation)
{
    var (address, query, headers) = (path, new List<string>(), new List<(string Name, string Value)> { ("X-API-Key", random.Next(40) == 0 ? "an-unknown-key-of-some-length" : Environment.GetEnvironmentVariable("BOOKSTORE_API_KEY")!) });
    foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
    {
        var (name, place) = ((string)parameter!["name"]!, (string)parameter["in"]!);
        if (place == "path")
        {
            address = address.Replace($"{{{name}}}", Uri.EscapeDataString(Text(name, parameter["schema"]!)), StringComparison.Ordinal);
        }
        else if (random.Next(3) == 0 && place == "query")
        {
            query.Add($"{name}={Uri.EscapeDataString(Value(name, parameter["schema"]!).ToString())}");
        }
        else if (place == "header" && ((bool?)parameter["required"] == true || random.Next(name == "Idempotency-Key" ? 2 : 4) == 0))
        {
            headers.Add((name, name == "Idempotency-Key" ? Key() : name == "Last-Event-ID" ? $"{random.Next(9)}" : Pick(tags)));
        }
    }

    var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), query.Count == 0 ? address : $"{address}?{string.Join('&', query)}");
    headers.ForEach(header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
    if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
    {
        var body = Value(string.Empty, schema);
        if (Id(operation) == "saveBook")
        {
            body.AsObject().Remove("isbn");
        }

        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
    }

    return request;
}

JsonNode Value(string name, JsonNode schema)
{
    if ((string?)schema["$ref"] is { } reference)
    {
        return Value(name, document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!);
    }

    if (schema["allOf"]?.AsArray() is [{ } only])
    {
        return Value(name, only);
    }

    switch ((string?)schema["type"])
    {
        case "object" when schema["properties"] is null:
            return new JsonObject(Enumerable.Range(0, random.Next(3)).Select(number => KeyValuePair.Create($"key {number}", (JsonNode?)Value(string.Empty, schema["additionalProperties"]!))));
        case "object":
            var required = schema["required"]?.AsArray().Select(member => (string)member!).ToHashSet() ?? [];
            var members = schema["properties"]!.AsObject().Where(member => required.Contains(member.Key) || (member.Key == "payment" ? random.Next(20) > 0 : random.Next(member.Key is "adjustments" or "quote_id" ? 20 : 3) == 0));
            return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Value(member.Key, member.Value!))));
        case "array":
            return new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value(name, schema["items"]!))]);
        case "integer":
            var (least, most) = (schema["minimum"]?.GetValue<long>() ?? 0, schema["maximum"]?.GetValue<long>() ?? 1_000);
            // Small numbers mostly: large ones are refused for want of stock.
            return JsonValue.Create(random.Next(10) == 0 ? random.NextInt64(least, most + 1) : Math.Min(most, Math.Max(least, 1) + random.Next(3)));
        case "number":
            return JsonValue.Create(random.Next(0, 10_000) / 100m);
        case "boolean":
            return JsonValue.Create(random.Next(2) == 0);
        default:
            return JsonValue.Create(Text(name, schema))!;
    }
}

string Text(string name, JsonNode schema) => schema["enum"]?.AsArray() is { } values ? (string)values[random.Next(values.Count)]!
    : name == "isbn" ? Pick(isbns)
    : name is "order_id" or "work_id" ? Known(orders)
    : name == "delivery_id" ? Known(deliveries)
    : name == "reservation_id" ? Known(reservations)
    : name == "quote_id" ? Known(quotes)
    : name == "webhook_id" ? Known(webhooks)
    : name == "audit_id" ? Known(audits)
    : name == "refund_id" ? Known(refunds)
    : name == "return_id" ? Known(returns)
    : name == "url" ? Pick(hooks)
    : name == "types" ? Pick(types)
    : name == "card_number" ? Pick(cards)
    : name == "customer_id" ? $"customer-{random.Next(30)}"
    : name == "currency" ? Pick(["USD", "USD", "EUR", "XXQ"])
    : name == "courier" ? Pick(["local", "local", "elsewhere"])
    : name == "after" ? Convert.ToBase64String(Encoding.ASCII.GetBytes($"page {random.Next(9)}"))
    : (string?)schema["format"] == "date" || name is "published_on" or "published_after" or "published_before" ? "2014-10-28"
    : name == "image_url" ? "https://books.example/1.jpg"
    : (string?)schema["format"] == "date-time" || (name == "expected_at" && random.Next(2) == 0) ? DateTimeOffset.UtcNow.AddMinutes(random.Next(-9, 2)).ToString("yyyy-MM-ddTHH:mm:ssZ")
    : new string([.. Enumerable.Range(0, random.Next(Math.Max(1, schema["minLength"]?.GetValue<int>() ?? 0), 1 + Math.Min(30, schema["maxLength"]?.GetValue<int>() ?? 30))).Select(_ => "abc déñ漢 1-7"[random.Next(12)])]).Trim().PadRight(Math.Max(1, schema["minLength"]?.GetValue<int>() ?? 0), 'x');

string Key()
{
    if (keys.Count == 0 || random.Next(4) > 0)
    {
        keys.Add($"key-{keys.Count}");
        return keys[^1];
    }

    return Pick(keys);
}

string Known(List<string> ids) => ids.Count == 0 || random.Next(8) == 0 ? Guid.CreateVersion7().ToString() : ids[random.Next(Math.Max(0, ids.Count - 20), ids.Count)];

T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

void Learn(HttpResponseMessage answer, string body)
{
    if (answer.Headers.ETag is { } tag)
    {
        tags.Add(tag.ToString());
    }

    if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "application/json" || JsonNode.Parse(body) is not JsonObject resource)
    {
        return;
    }

    if ((string?)resource["webhook_id"] is { } webhook)
    {
        if (!webhooks.Contains(webhook))
        {
            webhooks.Add(webhook);
        }
    }
    else if ((string?)resource["audit_id"] is { } audit)
    {
        if (!audits.Contains(audit))
        {
            audits.Add(audit);
        }
    }
    else if ((string?)resource["quote_id"] is { } quote)
    {
        quotes.Add(quote);
    }
    else if ((string?)resource["return_id"] is { } returned)
    {
        if (!returns.Contains(returned))
        {
            returns.Add(returned);
        }
    }
    else if ((string?)resource["refund_id"] is { } refund)
    {
        if (!refunds.Contains(refund))
        {
            refunds.Add(refund);
        }
    }
    else if ((string?)resource["reservation_id"] is { } reservation && !reservations.Contains(reservation))
    {
        reservations.Add(reservation);
    }
    else if ((string?)resource["delivery_id"] is { } delivery && !deliveries.Contains(delivery))
    {
        deliveries.Add(delivery);
    }
    else if ((string?)resource["order_id"] is { } order && !orders.Contains(order))
    {
        orders.Add(order);
    }
}
