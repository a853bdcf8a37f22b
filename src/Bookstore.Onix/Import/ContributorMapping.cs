namespace Bookstore.Onix.Import;

/// <summary>The contributors of a book, and its author as printed.</summary>
internal static class ContributorMapping
{
    public static string AuthorOf(OnixProduct product)
    {
        if (MappedText.Fit(product.ContributorStatement, Book.MaxTextLength) is { } statement)
        {
            return statement;
        }

        var named = product.Contributors.Where(static contributor => contributor.Name is not null).OrderBy(static contributor => contributor.Position ?? int.MaxValue).ToList();
        var shown = named.FindAll(static contributor => contributor.Roles.Any(static role => role is OnixContributorRoles.Author or OnixContributorRoles.WithAuthor));
        shown = shown.Count > 0 ? shown : named.FindAll(static contributor => contributor.Roles.Contains(OnixContributorRoles.Editor));
        return MappedText.Fit(string.Join(", ", (shown.Count > 0 ? shown : named).Select(static contributor => contributor.Name)), Book.MaxTextLength) ?? string.Empty;
    }

    public static IReadOnlyList<BookContributor> ContributorsOf(OnixProduct product)
    {
        List<BookContributor>? contributors = null;
        foreach (var contributor in product.Contributors.OrderBy(static contributor => contributor.Position ?? int.MaxValue))
        {
            if (MappedText.Fit(contributor.Name, BookDetails.MaxNameLength) is not { } name)
            {
                continue;
            }

            foreach (var role in contributor.Roles)
            {
                if (MappedText.Fit(RoleOf(role), BookDetails.MaxCodeLength) is { } known && (contributors?.Count ?? 0) < BookDetails.MaxContributors)
                {
                    (contributors ??= []).Add(new BookContributor(name, known));
                }
            }
        }

        return contributors ?? (IReadOnlyList<BookContributor>)[];
    }

    private static string RoleOf(string code) => code switch
    {
        OnixContributorRoles.Author or OnixContributorRoles.WithAuthor => ContributorRoles.Author,
        OnixContributorRoles.Editor => ContributorRoles.Editor,
        OnixContributorRoles.Translator => ContributorRoles.Translator,
        OnixContributorRoles.Illustrator => ContributorRoles.Illustrator,
        OnixContributorRoles.Photographer => ContributorRoles.Photographer,
        OnixContributorRoles.Narrator or OnixContributorRoles.Reader => ContributorRoles.Narrator,
        _ => code,
    };
}
