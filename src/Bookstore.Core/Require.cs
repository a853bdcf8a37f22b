using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bookstore;

/// <summary>The checks of arguments: each failure is an <see cref="ArgumentException"/> that names the parameter and says what is allowed.</summary>
internal static class Require
{
    /// <summary>Requires a text of a length, of characters that every store can keep.</summary>
    public static string Text(string? value, int minLength, int maxLength, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        var problem = TextProblem(value, minLength, maxLength);
        return problem is null ? value! : throw new ArgumentException($"{name} {problem}", name);
    }

    /// <summary>What is wrong with a text; <see langword="null"/> when nothing is.</summary>
    public static string? TextProblem(string? value, int minLength, int maxLength)
    {
        if (value is null || value.Length < minLength || (minLength > 0 && !VisibleText.IsIn(value)))
        {
            return $"must not be empty; it has {minLength} to {maxLength} characters.";
        }

        // No text has more code points than UTF-16 units.
        if (value.Length > maxLength && TextLength.Of(value) > maxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is too long: it has {minLength} to {maxLength} characters, and this one has {TextLength.Of(value)}.");
        }

        return IsStorable(value) ? null : "has a character that cannot be kept: a control character or half of a surrogate pair.";
    }

    /// <summary>Requires a member of a request.</summary>
    public static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class => value ?? throw new ArgumentException($"{name} must not be null.", name);

    /// <summary>Requires a number within a range.</summary>
    public static int InRange(int value, int min, int max, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= min && value <= max
            ? value
            : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be {min} to {max}."));

    /// <summary>Requires a list of a limited number of items.</summary>
    public static int Count(int count, int min, int max, string name) => count >= min && count <= max
        ? count
        : throw new ArgumentOutOfRangeException(name, count, string.Create(CultureInfo.InvariantCulture, $"{name} must have {min} to {max} items, and this one has {count}."));

    /// <summary>Requires one of the values that an enumeration names.</summary>
    public static T Defined<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} names no {typeof(T).Name}.");

    /// <summary>Requires a page's limit.</summary>
    public static int Limit(int value, [CallerArgumentExpression(nameof(value))] string? name = null) => InRange(value, 1, Page.MaxLimit, name);

    /// <summary>Requires the ISBN of a book, not the default value.</summary>
    public static Isbn Isbn(Isbn value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value.IsDefault ? throw new ArgumentException($"{name} must be an ISBN; this one is the default value.", name) : value;

    /// <summary>Requires an id other than the empty one.</summary>
    public static Guid Id(Guid value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value == Guid.Empty ? throw new ArgumentException($"{name} must not be the empty UUID.", name) : value;

    // NUL cannot be kept by PostgreSQL, and half a surrogate pair not as UTF-8.
    private static bool IsStorable(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]) || (char.IsControl(value[i]) && value[i] is not ('\t' or '\n' or '\r')))
            {
                return false;
            }
        }

        return true;
    }
}
