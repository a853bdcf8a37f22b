using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Bookstore.Stripe.Double.Api;

/// <summary>The parameters of a request: <c>metadata[order_id]=1&amp;expand[0]=latest_charge</c>.</summary>
internal sealed class StripeParameters
{
    private readonly List<(string Name, string Value)> _all = [];

    public StripeParameters(IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        foreach (var (name, each) in values)
        {
            foreach (var value in each)
            {
                _all.Add((name, value ?? string.Empty));
            }
        }
    }

    /// <summary>Refuses a parameter that is none of these, as Stripe does.</summary>
    public void Allow(params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in _all)
        {
            var root = name.Split('[')[0];
            if (root != "expand" && !names.Contains(root))
            {
                throw StripeFailure.Invalid($"Received unknown parameter: {root}", "parameter_unknown", root);
            }
        }
    }

    public string? Text(string name) => _all.Where(entry => entry.Name == name).Select(static entry => entry.Value).LastOrDefault();

    public string Required(string name) => Text(name) is { Length: > 0 } value ? value : throw StripeFailure.Invalid($"Missing required param: {name}.", "parameter_missing", name);

    public long? Integer(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw StripeFailure.Invalid($"Invalid integer: {text}", "parameter_invalid_integer", name);
    }

    public Dictionary<string, string> Map(string name)
    {
        var prefix = name + "[";
        return _all.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Name[prefix.Length..^1], static entry => entry.Value);
    }

    public bool Expands(string path) => _all.Exists(entry => entry.Name.StartsWith("expand[", StringComparison.Ordinal) && entry.Value == path);

    /// <summary>A text that is the same for the same parameters in any order.</summary>
    public string Fingerprint() => string.Join('&', _all.OrderBy(static entry => entry.Name, StringComparer.Ordinal).Select(static entry => $"{entry.Name}={entry.Value}"));
}
