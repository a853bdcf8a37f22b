namespace Bookstore;

/// <summary>A person or a body that had a part in a book.</summary>
/// <param name="Name">The name as it is shown: 1 to 200 characters.</param>
/// <param name="Role">The part, such as <see cref="ContributorRoles.Translator"/> or a code as it was given: 1 to 50 characters.</param>
public sealed record BookContributor(string Name, string Role);

/// <summary>The known roles of contributors. Others are kept as they are given.</summary>
public static class ContributorRoles
{
    /// <summary>Wrote it.</summary>
    public const string Author = "author";

    /// <summary>Edited it.</summary>
    public const string Editor = "editor";

    /// <summary>Translated it.</summary>
    public const string Translator = "translator";

    /// <summary>Illustrated it.</summary>
    public const string Illustrator = "illustrator";

    /// <summary>Took its photographs.</summary>
    public const string Photographer = "photographer";

    /// <summary>Reads it aloud.</summary>
    public const string Narrator = "narrator";

    /// <summary>Had another part.</summary>
    public const string Other = "other";
}
