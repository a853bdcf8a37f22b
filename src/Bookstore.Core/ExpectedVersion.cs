namespace Bookstore;

/// <summary>The version that a record must have for a write to take effect. It is checked in the commit of the write, so that no concurrent write comes in between.</summary>
/// <remarks>
/// Pass the version of the record that was read: <see cref="BookListing.Version"/>, <see cref="Order.Version"/> or <see cref="Delivery.Version"/>. When another write came first, nothing is
/// written and the outcome is <c>PreconditionFailed</c>: read the record again and decide again. Immutable and safe to share between threads.
/// </remarks>
public sealed class ExpectedVersion
{
    private readonly Func<string?, bool> _isMet;

    private ExpectedVersion(Func<string?, bool> isMet) => _isMet = isMet;

    /// <summary>The record must exist, in any version.</summary>
    public static ExpectedVersion Any { get; } = new(static current => current is not null);

    /// <summary>The record must not exist.</summary>
    public static ExpectedVersion None { get; } = new(static current => current is null);

    /// <summary>The record must have this version.</summary>
    /// <param name="version">The version of a book or a delivery.</param>
    /// <returns>The expectation.</returns>
    public static ExpectedVersion Of(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new ExpectedVersion(current => string.Equals(version, current, StringComparison.Ordinal));
    }

    /// <summary>The record must have this version.</summary>
    /// <param name="version">The version of an order.</param>
    /// <returns>The expectation.</returns>
    public static ExpectedVersion Of(int version) => Of(TextOf(version));

    /// <summary>The record must have one of these versions.</summary>
    /// <param name="versions">The versions; none allows no record at all.</param>
    /// <returns>The expectation.</returns>
    public static ExpectedVersion OneOf(IEnumerable<string> versions)
    {
        var known = new HashSet<string>(versions, StringComparer.Ordinal);
        return new ExpectedVersion(current => current is not null && known.Contains(current));
    }

    /// <summary>The record must have none of these versions, or not exist.</summary>
    /// <param name="versions">The versions.</param>
    /// <returns>The expectation.</returns>
    public static ExpectedVersion NoneOf(IEnumerable<string> versions)
    {
        var known = new HashSet<string>(versions, StringComparer.Ordinal);
        return new ExpectedVersion(current => current is null || !known.Contains(current));
    }

    /// <summary>Both expectations must be met.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>The expectation.</returns>
    public ExpectedVersion And(ExpectedVersion other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ExpectedVersion(current => _isMet(current) && other._isMet(current));
    }

    /// <summary>Whether a record meets it.</summary>
    /// <param name="version">The version that the record has; <see langword="null"/> when it does not exist.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool IsMet(string? version) => _isMet(version);

    /// <summary>Whether an order meets it.</summary>
    internal bool IsMet(int version) => _isMet(TextOf(version));

    private static string TextOf(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
