using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bookstore.AspNetCore;

/// <summary>The rules of one query parameter, from its type and attributes.</summary>
internal sealed class QueryParameter
{
    private readonly Func<string, string?> _problemOf;

    public QueryParameter(ParameterInfo parameter)
    {
        Name = HandlerParameters.Find<IFromQueryMetadata>(parameter)!.Name ?? parameter.Name!;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        _problemOf = type == typeof(bool) ? ProblemOfFlag
            : type == typeof(DateTimeOffset) ? ProblemOfTime
            : type == typeof(int) ? NumberIn(HandlerParameters.Find<RangeAttribute>(parameter) ?? throw Unlimited(parameter, nameof(RangeAttribute)))
            : type != typeof(string) ? throw new NotSupportedException($"{parameter.Member.DeclaringType}: the query parameter {Name} has a type that queries cannot have, {type}.")
            : HandlerParameters.Find<PublicationDayAttribute>(parameter) is not null ? ProblemOfDay
            : HandlerParameters.Find<SubjectCodeAttribute>(parameter) is not null ? SubjectOf(TextOf(parameter))
            : HandlerParameters.Find<AllowedValuesAttribute>(parameter) is { } allowed ? OneOf([.. allowed.Values.OfType<string>()])
            : TextOf(parameter);
    }

    public string Name { get; }

    /// <summary>Whether it is the pattern of all parameters that name a pair of metadata.</summary>
    public bool IsMetadata => string.Equals(Name, MetadataCondition.Name, StringComparison.Ordinal);

    /// <summary>What is wrong with a value; <see langword="null"/> when nothing is.</summary>
    public string? ProblemOf(string value) => _problemOf(value);

    /// <summary>What is wrong with a parameter that names a pair of metadata; <see langword="null"/> when nothing is.</summary>
    public static string? ProblemOfPair(string name, IQueryCollection query)
    {
        var key = MetadataCondition.KeyOf(name);
        var values = query[name];
        return values.Count > 1 ? "is given more than once"
            : query.Keys.Count(MetadataCondition.IsNamed) > 1 ? "is a second condition on metadata; a list takes one"
            : !VisibleText.IsIn(key) || TextLength.Of(key) > Order.MaxMetadataKeyLength || !Texts.IsStorable(key) ? string.Create(CultureInfo.InvariantCulture, $"must name a key of 1 to {Order.MaxMetadataKeyLength} characters")
            : string.IsNullOrEmpty(values[0]) ? null
            : TextLength.Of(values[0]) > Order.MaxMetadataValueLength ? string.Create(CultureInfo.InvariantCulture, $"must have at most {Order.MaxMetadataValueLength:N0} characters")
            : Texts.IsStorable(values[0]) ? null : Texts.Hint;
    }

    private static string? ProblemOfFlag(string value) => value is "true" or "false" ? null : "must be true or false";

    private static string? ProblemOfTime(string value) => Rfc3339.TryParse(value, out _) ? null : Rfc3339.Hint;

    private static string? ProblemOfDay(string value) => PublicationDate.TryParse(value, out _) ? null : "must be a date such as 2026-11-28, 2026-11 or 2026";

    private static Func<string, string?> SubjectOf(Func<string, string?> problemOf) => value =>
        problemOf(value) ?? (value.IndexOf(':', StringComparison.Ordinal) is > 0 and var end && end < value.Length - 1 ? null : "must be a scheme, a colon and a code, such as thema:FBA");

    private static Func<string, string?> NumberIn(RangeAttribute range)
    {
        var minimum = Convert.ToInt32(range.Minimum, CultureInfo.InvariantCulture);
        var maximum = Convert.ToInt32(range.Maximum, CultureInfo.InvariantCulture);
        var message = string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {minimum} to {maximum}");

        // The parser passes over NULs at the end, and zeros at the front.
        return value => value is not (['0', _, ..]) && !value.AsSpan().ContainsAnyExceptInRange('0', '9')
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum ? null : message;
    }

    private static Func<string, string?> OneOf(string[] values)
    {
        var message = Texts.OneOf(values);
        return value => Array.IndexOf(values, value) >= 0 ? null : message;
    }

    // A parameter names something and must not be empty; blank search words are the same as none.
    private static Func<string, string?> TextOf(ParameterInfo parameter)
    {
        var maximum = (HandlerParameters.Find<StringLengthAttribute>(parameter) ?? throw Unlimited(parameter, nameof(StringLengthAttribute))).MaximumLength;
        var mayBeBlank = HandlerParameters.Find<SearchWordsAttribute>(parameter) is not null;
        return value => mayBeBlank && string.IsNullOrWhiteSpace(value) ? null
            : !mayBeBlank && !VisibleText.IsIn(value) ? "must not be empty"
            : TextLength.Of(value) > maximum ? string.Create(CultureInfo.InvariantCulture, $"must have at most {maximum:N0} characters")
            : Texts.IsStorable(value) ? null : Texts.Hint;
    }

    private static NotSupportedException Unlimited(ParameterInfo parameter, string attribute) =>
        new($"{parameter.Member.DeclaringType}: the query parameter {parameter.Name} has no limit. Give it the attribute {attribute}.");
}

/// <summary>The parameter is words to search for: blank is the same as none.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class SearchWordsAttribute : Attribute;

/// <summary>The parameter is a subject: a scheme, a colon and a code.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class SubjectCodeAttribute : Attribute;

/// <summary>The parameter is a day, or a month or a year for its first day.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class PublicationDayAttribute : Attribute;
