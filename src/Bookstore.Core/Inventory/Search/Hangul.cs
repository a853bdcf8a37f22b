namespace Bookstore.Storage;

/// <summary>Composes the letters of Hangul to syllables, as the Unicode standard computes them.</summary>
internal static class Hangul
{
    private const int FirstSyllable = 0xAC00;
    private const int FirstLead = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeFirstTail = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    /// <summary>Adds a vowel to a lead, or a tail to a syllable without one.</summary>
    public static bool TryCompose(ref char last, int code)
    {
        if (code is < FirstVowel or >= BeforeFirstTail + Tails)
        {
            return false;
        }

        var (lead, vowel, tail, syllable) = (last - FirstLead, code - FirstVowel, code - BeforeFirstTail, last - FirstSyllable);
        if (lead is >= 0 and < Leads && vowel < Vowels)
        {
            last = (char)(FirstSyllable + (((lead * Vowels) + vowel) * Tails));
            return true;
        }

        if (syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail > 0)
        {
            last = (char)(last + tail);
            return true;
        }

        return false;
    }
}
