using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Reads query parameters strictly. A parameter that it was not asked for is refused: a client that pages by another name would read the first page for ever.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly FieldErrors _errors = new();
    private readonly List<string> _known = new(6);

    /// <summary>What is wrong with the query, once every parameter was asked for.</summary>
    public ApiProblem? Problem
    {
        get
        {
            RefuseUnknown();
            return _errors.Any ? Problems.Invalid(ProblemCodes.InvalidQuery, "The query is not valid; errors says where.", _errors) : null;
        }
    }

    public static ApiProblem InvalidCursor { get; } = Problems.Invalid(
        ProblemCodes.InvalidQuery,
        "The cursor is not one of this list. Start again without it.",
        "/after",
        "is not a cursor of this list");

    /// <summary>A parameter that names something; it must not be empty.</summary>
    public string? Name(string name, int maxLength)
    {
        var value = Single(name);
        return value is not null && !VisibleText.IsIn(value) ? Refuse(name, "must not be empty") : Limited(name, value, maxLength);
    }

    /// <summary>Words to search for; empty is the same as none.</summary>
    public string? Words(string name, int maxLength)
    {
        var value = Single(name);
        return string.IsNullOrWhiteSpace(value) ? null : Limited(name, value, maxLength);
    }

    public int Limit()
    {
        var value = Single("limit");
        if (value is null)
        {
            return Page.DefaultLimit;
        }

        // The parser passes over NULs at the end.
        if (!value.AsSpan().ContainsAnyExceptInRange('0', '9') && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Page.MaxLimit)
        {
            return limit;
        }

        Refuse("limit", "must be a whole number from 1 to 1000");
        return Page.DefaultLimit;
    }

    /// <summary>A condition that is asked for with <c>true</c>; not there is the same as <c>false</c>.</summary>
    public bool Flag(string name)
    {
        var value = Single(name);
        if (value is not (null or "true" or "false"))
        {
            Refuse(name, "must be true or false");
        }

        return value == "true";
    }

    public OrderStatus? OrderStatus() => Single("status") switch
    {
        null => null,
        { } text when StatusNames.TryParseOrder(text, out var status) => status,
        _ => Refuse<OrderStatus>("status", StatusNames.OrderHint),
    };

    public DeliveryStatus? DeliveryStatus() => Single("status") switch
    {
        null => null,
        { } text when StatusNames.TryParseDelivery(text, out var status) => status,
        _ => Refuse<DeliveryStatus>("status", StatusNames.DeliveryHint),
    };

    public string? Cursor() => Name("after", 1_000);

    private string? Single(string name)
    {
        _known.Add(name);
        var values = query[name];
        return values.Count > 1 ? Refuse(name, "is given more than once") : values.Count == 0 ? null : values[0] ?? string.Empty;
    }

    private void RefuseUnknown()
    {
        foreach (var name in query.Keys)
        {
            if (!_known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Refuse(MemberName.Shown(name), "is no parameter of this list");
            }
        }
    }

    private string? Limited(string name, string? value, int maxLength) => value switch
    {
        { } text when TextLength.Of(text) > maxLength => Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must have at most {maxLength:N0} characters")),
        { } text when !Texts.IsStorable(text) => Refuse(name, Texts.Hint),
        _ => value,
    };

    private string? Refuse(string name, string message)
    {
        _errors.Add("/" + name, message);
        return null;
    }

    private T? Refuse<T>(string name, string message)
        where T : struct
    {
        _errors.Add("/" + name, message);
        return null;
    }
}
