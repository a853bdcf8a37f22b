using System.Globalization;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>A read that is put together out of conditions, each with its parameter.</summary>
internal sealed class Query(string select)
{
    private readonly List<NpgsqlParameter> _parameters = [];
    private string _sql = select;
    private bool _hasCondition;

    /// <summary>Adds a condition.</summary>
    /// <param name="condition">The column and the comparison, such as <c>id &lt;</c>.</param>
    /// <param name="value">What it is compared with.</param>
    public Query Where<T>(string condition, T value) => Where(condition).Then(Parameter(value));

    /// <summary>Adds a condition that has no value in it.</summary>
    public Query Where(string condition)
    {
        Then(_hasCondition ? "AND" : "WHERE").Then(condition);
        _hasCondition = true;
        return this;
    }

    /// <summary>Adds a piece of text that has no value in it.</summary>
    public Query Then(string text)
    {
        _sql = string.Concat(_sql, " ", text);
        return this;
    }

    public Query Limit(int limit) => Then("LIMIT").Then(Parameter(limit));

    /// <summary>Adds the value of a parameter that the text names already.</summary>
    public Query With<T>(T value)
    {
        Parameter(value);
        return this;
    }

    /// <summary>Adds the read with parameters of its own, so that it can be made again.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        var command = batch.Add(_sql);
        foreach (var parameter in _parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }
    }

    private string Parameter<T>(T value)
    {
        EncodableText.Require(value);
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
