// Turns FHIR resources, JSON Lines on stdin, into XML with HAPI's parser, one file each.
//
//   java -cp 'JARS/*' tests/peers/FhirXml.java r5|r4b FOLDER < RESOURCES
//
// Files are named by the number of the line. For each resource a line is printed, as fhir_verdicts.mjs says: what the
// parser could not carry over. A resource that it cannot read at all has no file.
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.IParserErrorHandler;
import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

public class FhirXml {

  /** Returns a handler of errors that only lists them: the name of each kind of error, and what it is about. */
  static IParserErrorHandler listing(List<Map<String, String>> issues) {
    return (IParserErrorHandler)
        Proxy.newProxyInstance(
            FhirXml.class.getClassLoader(),
            new Class<?>[] {IParserErrorHandler.class},
            (self, method, arguments) -> {
              issues.add(error(method.getName() + " " + shown(arguments)));
              return null;
            });
  }

  /** Returns the arguments of an error as text, without where they are in memory. */
  static String shown(Object[] arguments) {
    List<String> texts = new ArrayList<>();
    for (Object each : arguments) {
      if (each != null && !(each instanceof Method)) {
        texts.add(each instanceof String || each instanceof Enum ? each.toString() : each.getClass().getSimpleName());
      }
    }
    return String.join(" ", texts);
  }

  static Map<String, String> error(String message) {
    return Map.of("severity", "error", "message", message);
  }

  public static void main(String[] arguments) throws Exception {
    FhirContext context = arguments[0].equals("r5") ? FhirContext.forR5() : FhirContext.forR4B();
    Path folder = Path.of(arguments[1]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) continue;
      List<Map<String, String>> issues = new ArrayList<>();
      try {
        IParser json = context.newJsonParser().setParserErrorHandler(listing(issues));
        String xml = context.newXmlParser().encodeResourceToString(json.parseResource(line));
        Files.writeString(folder.resolve(number + ".xml"), xml);
      } catch (DataFormatException | ClassCastException exception) {
        issues.add(error(String.valueOf(exception.getMessage())));
      }
      System.out.println(new Gson().toJson(issues));
      number++;
    }
  }
}
