using System.Globalization;

namespace Bookstore.Crash;

/// <summary>The books of the tests.</summary>
internal static class Shelf
{
    /// <summary>The book of a number from 0 to 999.</summary>
    public static Isbn Isbn(int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"978000001{number:000}");
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }

        return Bookstore.Isbn.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}{(10 - (sum % 10)) % 10}"));
    }
}
