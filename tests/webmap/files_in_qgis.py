"""Run by the system's Python, which knows QGIS: open saved files, style one of them, and draw it.

Arguments: where to save the picture, the style, the file to draw, and further files to open.
"""

import json
import sys
from collections import Counter

from qgis.core import (
    QgsApplication,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize

picture, style, drawn, *others = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()


def kind(feature):
    """Name the kind of geometry a feature has."""
    return QgsWkbTypes.displayString(feature.geometry().wkbType()) if feature.hasGeometry() else "none"


def look(layer):
    """Tell what QGIS sees in a layer."""
    box = layer.extent()
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "kinds": Counter(map(kind, layer.getFeatures())),
        "types": {field.name(): field.typeName() for field in layer.fields()},
        "box": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
    }


layer = QgsVectorLayer(drawn, "drawn", "ogr")
said, done = layer.loadNamedStyle(style)
settings = QgsMapSettings()
settings.setLayers([layer])
settings.setDestinationCrs(layer.crs())
settings.setExtent(layer.extent())
settings.setOutputSize(QSize(400, 400))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(picture)
found = {path: look(QgsVectorLayer(path, path, "ogr")) for path in (drawn, *others)}
rules = layer.renderer().rootRule().descendants()
colours = {image.pixelColor(x, y).name() for x in range(400) for y in range(400)}
print(json.dumps({"styled": done, "rules": len(rules), "colours": len(colours), "files": found}), flush=True)
