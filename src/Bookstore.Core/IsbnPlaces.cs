namespace Bookstore;

/// <summary>The places of an ISBN: reads them, and computes the last one, which checks the others.</summary>
internal static class IsbnPlaces
{
    /// <summary>Reads up to 13 places, and passes over hyphens and spaces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many places there are.</param>
    /// <param name="number">The digits as a number, without an X.</param>
    /// <param name="endsWithX">Whether the tenth place is an X.</param>
    /// <returns>Whether there is nothing else in the text.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out int count, out long number, out bool endsWithX)
    {
        count = 0;
        number = 0;
        endsWithX = false;
        foreach (var character in text)
        {
            if (character is '-' or ' ' or '\u2010' or '\u2011' or '\u2012' or '\u2013')
            {
                continue;
            }

            if (++count > 13 || endsWithX)
            {
                return false;
            }

            if (char.IsAsciiDigit(character))
            {
                number = (number * 10) + (character - '0');
            }
            else if (character is 'X' or 'x' && count == 10)
            {
                endsWithX = true;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The last place of an ISBN-10, 10 for an X, after its first nine digits.</summary>
    public static int Check10(long nineDigits)
    {
        var sum = 0;
        for (var weight = 2; weight <= 10; weight++)
        {
            sum += weight * (int)(nineDigits % 10);
            nineDigits /= 10;
        }

        return (11 - (sum % 11)) % 11;
    }

    /// <summary>The last digit of an ISBN-13 after its first twelve.</summary>
    public static int Check13(long twelveDigits)
    {
        var sum = 0;
        for (var place = 0; place < 12; place++)
        {
            sum += (place % 2 == 0 ? 3 : 1) * (int)(twelveDigits % 10);
            twelveDigits /= 10;
        }

        return (10 - (sum % 10)) % 10;
    }
}
