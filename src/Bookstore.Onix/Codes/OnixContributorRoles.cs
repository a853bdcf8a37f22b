namespace Bookstore.Onix;

/// <summary>What contributors did: list 17, those that are common.</summary>
public static class OnixContributorRoles
{
    /// <summary>Wrote it.</summary>
    public const string Author = "A01";

    /// <summary>Wrote it with the author.</summary>
    public const string WithAuthor = "A02";

    /// <summary>Composed the music.</summary>
    public const string Composer = "A06";

    /// <summary>Made the pictures that it is about.</summary>
    public const string Artist = "A07";

    /// <summary>Illustrated it.</summary>
    public const string Illustrator = "A12";

    /// <summary>Took the photographs.</summary>
    public const string Photographer = "A13";

    /// <summary>Wrote the preface.</summary>
    public const string Preface = "A15";

    /// <summary>Wrote the afterword.</summary>
    public const string Afterword = "A19";

    /// <summary>Wrote the foreword.</summary>
    public const string Foreword = "A23";

    /// <summary>Wrote the introduction.</summary>
    public const string Introduction = "A24";

    /// <summary>Made the cover.</summary>
    public const string CoverDesign = "A36";

    /// <summary>Edited it.</summary>
    public const string Editor = "B01";

    /// <summary>Revised it.</summary>
    public const string Reviser = "B02";

    /// <summary>Adapted it.</summary>
    public const string Adapter = "B05";

    /// <summary>Translated it.</summary>
    public const string Translator = "B06";

    /// <summary>Tells it.</summary>
    public const string Narrator = "E03";

    /// <summary>Reads it aloud.</summary>
    public const string Reader = "E07";
}
