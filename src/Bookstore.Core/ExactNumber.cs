using System.Buffers.Text;

namespace Bookstore;

/// <summary>Tells whether a decimal holds a JSON number exactly. Readers round what has too many places; an amount is taken exactly or refused.</summary>
internal static class ExactNumber
{
    // Each number of so many significant digits, and of so many decimals, is a decimal.
    private const int MaxDigits = 28;

    /// <summary>Whether a number can be kept without rounding.</summary>
    /// <param name="token">The number as JSON writes it.</param>
    public static bool IsExact(ReadOnlySpan<byte> token)
    {
        var exponentAt = token.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponentAt < 0 ? token : token[..exponentAt];
        var digits = 0;
        var zeros = 0;
        long lastPlace = 0;
        var isFraction = false;
        foreach (var character in mantissa)
        {
            if (character == '.')
            {
                isFraction = true;
            }
            else if (character != '-')
            {
                lastPlace -= isFraction ? 1 : 0;
                zeros = character == '0' ? zeros + 1 : 0;
                digits = digits == 0 && character == '0' ? 0 : digits + 1;
            }
        }

        if (digits == 0)
        {
            return true;
        }

        var exponent = 0L;
        return (exponentAt < 0 || Utf8Parser.TryParse(token[(exponentAt + 1)..], out exponent, out _))
            && digits - zeros <= MaxDigits
            && lastPlace + zeros + exponent is >= -MaxDigits and <= MaxDigits;
    }
}
