namespace Bookstore.Faults;

/// <summary>What earlier answers told of, so that requests can be about something that is there.</summary>
internal sealed class KnownThings
{
    private const int Most = 50;

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal)
    {
        ["isbn"] = [Shopping.Odyssey, Shopping.Martian],
    };

    public string? Any(string name, Random random) => _values.TryGetValue(name, out var values) ? values[random.Next(values.Count)] : null;

    /// <summary>Notes the ids and tags of an answer.</summary>
    public async Task NoteAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return;
        }

        Add("If-None-Match", answer.Headers.ETag?.ToString());
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        foreach (var name in new[] { "isbn", "order_id", "delivery_id", "reservation_id", "quote_id", "webhook_id", "refund_id", "return_id", "audit_id" })
        {
            Add(name, (body as JsonObject)?[name]?.GetValue<string>());
        }

        Add("known_customer_id", (body as JsonObject)?["customer_id"]?.GetValue<string>());
        foreach (var thing in body as JsonArray ?? [body?.DeepClone()])
        {
            NoteAttention(thing as JsonObject);
        }
    }

    /// <summary>Forgets the ids of an address: what is not there any more.</summary>
    public void Forget(Uri address)
    {
        var segments = address.OriginalString.Split('?')[0].Split('/');
        foreach (var (name, values) in _values.Where(static known => known.Key.EndsWith("_id", StringComparison.Ordinal)).ToList())
        {
            values.RemoveAll(segments.Contains);
            if (values.Count == 0)
            {
                _values.Remove(name);
            }
        }
    }

    /// <summary>Notes an order of which money can go back, and which no other request is about.</summary>
    public void NoteRefundable(string orderId) => Add("refundable_order_id", orderId);

    private void NoteAttention(JsonObject? thing)
    {
        if (thing?["attention"]?["reason"]?.GetValue<string>() is { } reason)
        {
            Add("attention", reason);
            Add("work_id", (thing["delivery_id"] ?? thing["order_id"])!.GetValue<string>());
        }
    }

    private void Add(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (!_values.TryGetValue(name, out var values))
        {
            _values.Add(name, values = []);
        }

        values.Add(value);
        if (values.Count > Most)
        {
            values.RemoveAt(0);
        }
    }
}
