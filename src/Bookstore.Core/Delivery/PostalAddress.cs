namespace Bookstore;

/// <summary>A postal address in its parts. Personal data: it is never logged.</summary>
public sealed record PostalAddress
{
    /// <summary>The longest name, line, city and region, in Unicode code points: 100.</summary>
    public const int MaxPartLength = 100;

    /// <summary>The most <see cref="Lines"/>: 5.</summary>
    public const int MaxLines = 5;

    /// <summary>The longest <see cref="PostalCode"/>, in Unicode code points: 20.</summary>
    public const int MaxPostalCodeLength = 20;

    /// <summary>Who receives it: 1 to <see cref="MaxPartLength"/> characters.</summary>
    public required string Name { get; init; }

    /// <summary>Street, house number, floor and the like: 1 to <see cref="MaxLines"/> lines of 1 to <see cref="MaxPartLength"/> characters.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>The city: 1 to <see cref="MaxPartLength"/> characters.</summary>
    public required string City { get; init; }

    /// <summary>The state, province or county: 1 to <see cref="MaxPartLength"/> characters. Default none.</summary>
    public string? Region { get; init; }

    /// <summary>The postal code: 1 to <see cref="MaxPostalCodeLength"/> characters.</summary>
    public required string PostalCode { get; init; }

    /// <summary>The country, two capital letters (ISO 3166-1 alpha-2), such as <c>DE</c>.</summary>
    public required string Country { get; init; }

    /// <summary>Whether a text can be a <see cref="Country"/>.</summary>
    /// <param name="text">The text.</param>
    /// <returns><see langword="true"/> for two capital letters.</returns>
    public static bool IsCountry(string? text) => text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];

    /// <summary>The address in one text, part by part on lines of their own: what <see cref="Delivery.Address"/> is.</summary>
    /// <returns>The text: at most <see cref="Delivery.MaxAddressLength"/> characters.</returns>
    public string ToText() => string.Join('\n', (string[])[Name, .. Lines, $"{PostalCode} {City}", .. Region is null ? Array.Empty<string>() : [Region], Country]);

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(PostalAddress);

    /// <summary>Compares the parts, line by line.</summary>
    /// <param name="other">Another address.</param>
    /// <returns>Whether all parts are the same.</returns>
    public bool Equals(PostalAddress? other) =>
        other is not null && Name == other.Name && Lines.SequenceEqual(other.Lines) && City == other.City && Region == other.Region && PostalCode == other.PostalCode && Country == other.Country;

    /// <summary>A hash of the parts.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => HashCode.Combine(Name, Lines.Count, City, PostalCode, Country);

    /// <summary>A copy, checked.</summary>
    /// <exception cref="ArgumentException">A part is out of its range.</exception>
    internal static PostalAddress Check(PostalAddress address)
    {
        Require.Text(address.Name, 1, MaxPartLength, "PostalAddress.Name");
        string[] lines = [.. Require.NotNull(address.Lines, "PostalAddress.Lines")];
        Require.Count(lines.Length, 1, MaxLines, "PostalAddress.Lines");
        for (var i = 0; i < lines.Length; i++)
        {
            Require.Text(lines[i], 1, MaxPartLength, $"PostalAddress.Lines[{i}]");
        }

        Require.Text(address.City, 1, MaxPartLength, "PostalAddress.City");
        Require.Text(address.PostalCode, 1, MaxPostalCodeLength, "PostalAddress.PostalCode");
        if (address.Region is not null)
        {
            Require.Text(address.Region, 1, MaxPartLength, "PostalAddress.Region");
        }

        return IsCountry(address.Country)
            ? address with { Lines = lines }
            : throw new ArgumentException("PostalAddress.Country must be two capital letters (ISO 3166-1 alpha-2), such as DE.", nameof(address));
    }
}
