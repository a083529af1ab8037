using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>Runs the statements of a write command, each with an error of its own.</summary>
internal static class WriteErrors
{
    /// <summary>Runs each statement; after an error goes on only when the command is unordered. Returns the errors.</summary>
    public static BsonArray RunEach(int count, bool isOrdered, Action<int> statement)
    {
        var errors = new BsonArray();
        for (var i = 0; i < count; i++)
        {
            try
            {
                statement(i);
            }
            catch (CommandException exception) when (exception.Code is not (ErrorCode.TransactionTooOld or ErrorCode.WriteConflict))
            {
                errors.Add(ToBson(i, exception));
                if (isOrdered)
                {
                    break;
                }
            }
            catch (BsonException exception)
            {
                errors.Add(ToBson(i, CommandException.BadValue(exception.Message)));
                if (isOrdered)
                {
                    break;
                }
            }
        }

        return errors;
    }

    public static void AddTo(BsonDocument reply, BsonArray errors)
    {
        if (errors.Count > 0)
        {
            reply.Add("writeErrors", errors);
        }
    }

    private static BsonDocument ToBson(int index, CommandException exception)
    {
        var error = new BsonDocument { { "index", index }, { "code", (int)exception.Code }, { "errmsg", exception.Message } };
        return exception.Details is null ? error : error.AddRange(exception.Details);
    }
}
